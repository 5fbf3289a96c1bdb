package io.docket.ingest.cli;

import io.docket.ingest.worker.ParserContexts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.tika.exception.TikaException;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.RecursiveParserWrapper;
import org.apache.tika.sax.BasicContentHandlerFactory;
import org.apache.tika.sax.RecursiveParserWrapperHandler;
import org.xml.sax.SAXException;

/**
 * The same Tika without isolation: everything in this process, families parsed in place, with the parsers and settings of the
 * workers (left to its defaults it would read pictures with Tesseract where that is installed, which workers do later).
 */
final class InProcessPeer {
    private static final int LONGEST_TEXT = 20_000_000;

    private final ParserContexts contexts = new ParserContexts();
    private final RecursiveParserWrapper parser = new RecursiveParserWrapper(new AutoDetectParser(contexts.tika()));
    private final int threads;
    private long processor;

    InProcessPeer(int threads) {
        this.threads = threads;
    }

    double pass(List<Path> files) throws IOException, InterruptedException {
        long before = ProcessTime.ofThisProcess();
        double seconds = BenchIngestCommand.timed(files, threads, this::parse);
        processor = ProcessTime.ofThisProcess() - before;
        return seconds;
    }

    /** Processor seconds of the last pass, whatever the threads of this process did. */
    double processorSeconds() {
        return processor / 1e9;
    }

    private void parse(Path file) throws IOException {
        RecursiveParserWrapperHandler handler = new RecursiveParserWrapperHandler(
                new BasicContentHandlerFactory(BasicContentHandlerFactory.HANDLER_TYPE.TEXT, LONGEST_TEXT));
        Metadata metadata = new Metadata();
        try (TikaInputStream stream = TikaInputStream.get(file, metadata)) {
            parser.parse(stream, handler, metadata, contexts.plain());
        } catch (TikaException | SAXException | RuntimeException outcomeOfTheDocument) {
            // A damaged document costs what it costs; the outcome is not compared here.
            return;
        }
    }
}
