package io.docket.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * Extracts text, metadata and embedded items from files that may be hostile. Parsing happens in worker processes that
 * are kept warm; when one hangs, dies or runs out of memory, its item gets that outcome and nothing else is affected.
 *
 * <p>Each embedded item is written to a file of its own and parsed as a task of its own, under limits of its own. The
 * items of one large archive are therefore parsed by all workers at the same time.
 *
 * <p>All methods may be called by several threads at the same time; calls beyond the number of workers wait their turn.
 * Closing the extractor ends the workers; extractions under way then fail.
 */
public final class Extractor implements AutoCloseable {
    private final ExtractorSettings settings;
    private final WorkerPool pool;

    /** Starts the workers in the background; the first extraction waits for the first of them. */
    public Extractor(ExtractorSettings settings) {
        this.settings = settings;
        this.pool = new WorkerPool(settings);
    }

    /** How this extractor was set up. */
    public ExtractorSettings settings() {
        return settings;
    }

    /** Whether the system let the workers be started without any network; otherwise only Java code is denied it. */
    public boolean isolatesNetwork() {
        return pool.isolatesNetwork();
    }

    /**
     * Extracts a file and everything inside it and returns the whole family. For archives with very many files use
     * {@link #extract(ExtractionRequest, Consumer)}, which holds none of them.
     *
     * @throws IOException when the file cannot be read, the outputs cannot be written, or no worker can be started;
     *     never because of what the file contains
     */
    public ExtractionResult extract(ExtractionRequest request) throws IOException, InterruptedException {
        List<ExtractedItem> items = Collections.synchronizedList(new ArrayList<>());
        extract(request, items::add);
        return new ExtractionResult(items);
    }

    /**
     * Extracts a file and hands over each item as soon as it is done: the root first, each parent before its children,
     * otherwise in no particular order. What was handed over is part of the result only if this method returns; after
     * an exception the request may be made again from the beginning.
     *
     * @param items called by one thread at a time; an exception from it ends the extraction
     * @throws IOException when the file cannot be read, the outputs cannot be written, or no worker can be started;
     *     never because of what the file contains
     */
    public void extract(ExtractionRequest request, Consumer<ExtractedItem> items)
            throws IOException, InterruptedException {
        new FamilyExtraction(pool, settings.workers(), request, request.limits().orElse(settings.limits()), items)
                .run();
    }

    /**
     * Writes a document as an HTML page to look at: headings, paragraphs, tables, lists and emphasis without any script,
     * style, link, image or other reference, whatever the document contains. Embedded items are left out.
     *
     * @param name the name a user knows it by
     * @param page the page is written there, as UTF-8; there is none when nothing could be read
     * @return how reading ended; the page may be incomplete unless it is {@link Outcome#EXTRACTED}
     * @throws IOException when the file cannot be read, the page cannot be written, or no worker can be started; never
     *     because of what the file contains
     */
    public Outcome render(Path file, String name, Path page) throws IOException, InterruptedException {
        return new PageRendering(pool, settings.limits()).render(file, name, page);
    }

    /** For those who ask the workers something else. */
    WorkerPool pool() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}
