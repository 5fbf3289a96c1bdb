package io.docket.ingest.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.tika.exception.TikaException;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.RecursiveParserWrapper;
import org.apache.tika.sax.BasicContentHandlerFactory;
import org.apache.tika.sax.RecursiveParserWrapperHandler;
import org.xml.sax.SAXException;

/** The same Tika without isolation, as its users run it: everything in this process, families parsed in place. */
final class InProcessPeer {
    private static final int LONGEST_TEXT = 20_000_000;

    private final RecursiveParserWrapper parser = new RecursiveParserWrapper(new AutoDetectParser());
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
            parser.parse(stream, handler, metadata, new ParseContext());
        } catch (TikaException | SAXException | RuntimeException outcomeOfTheDocument) {
            // A damaged document costs what it costs; the outcome is not compared here.
            return;
        }
    }
}
