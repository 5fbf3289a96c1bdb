package io.docket.web.search;

import io.docket.ingest.Extractor;
import io.docket.web.blob.BlobStore;
import io.docket.web.pipeline.Document;
import io.docket.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Documents as pages to look at, written by the extractor's worker processes and kept for a while. The pages hold no script,
 * style, link or picture; see {@link Extractor#render}.
 */
@ApplicationScoped
class OriginalPages {
    /** Pages kept; those looked at longest ago go first. */
    private static final int MOST_KEPT = 500;

    private static final String ENDING = ".page";

    private final Extractor extractor;
    private final BlobStore blobs;
    private final Path folder;

    OriginalPages(
            Extractor extractor, BlobStore blobs, @ConfigProperty(name = "docket.data-directory") Path dataDirectory) {
        this.extractor = extractor;
        this.blobs = blobs;
        this.folder = dataDirectory.resolve("work").resolve("pages");
    }

    /**
     * The page of a document: the part inside the body.
     *
     * @throws ProblemException when the document cannot be shown
     */
    String of(String tenant, Document document) {
        Path page = folder.resolve(tenant).resolve(document.sha256().hex() + ENDING);
        try {
            if (Files.exists(page)) {
                Files.setLastModifiedTime(page, FileTime.from(java.time.Instant.now()));
            } else {
                write(tenant, document, page);
            }
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException("Document " + document.id() + " cannot be shown.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(503, "Stopping", "The appliance stops: try again in a moment");
        }
    }

    private void write(String tenant, Document document, Path page) throws IOException, InterruptedException {
        Files.createDirectories(page.getParent());
        Path written = page.resolveSibling(UUID.randomUUID() + ".new");
        try {
            extractor.render(blobs.path(tenant, document.sha256()), document.name(), written);
            if (!Files.exists(written)) {
                throw ProblemException.conflict(
                        "This document cannot be shown as a page: read its text or download the original");
            }
            Files.move(written, page, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
        forgetOld(page.getParent());
    }

    private static void forgetOld(Path folder) throws IOException {
        List<Path> pages;
        try (Stream<Path> entries = Files.list(folder)) {
            pages = entries.filter(entry -> entry.toString().endsWith(ENDING)).toList();
        }
        if (pages.size() > MOST_KEPT) {
            List<Path> oldestFirst = pages.stream()
                    .sorted(Comparator.comparing(page -> page.toFile().lastModified()))
                    .toList();
            for (Path old : oldestFirst.subList(0, pages.size() - MOST_KEPT)) {
                Files.deleteIfExists(old);
            }
        }
    }
}
