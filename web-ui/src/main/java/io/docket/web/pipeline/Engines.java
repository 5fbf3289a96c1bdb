package io.docket.web.pipeline;

import io.docket.index.SearchNode;
import io.docket.index.SearchNodeOptions;
import io.docket.ingest.Extractor;
import io.docket.ingest.ExtractorSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Opens the engines that the appliance runs on, once, below its data directory. */
@ApplicationScoped
class Engines {
    private final Path dataDirectory;

    Engines(@ConfigProperty(name = "docket.data-directory") Path dataDirectory) {
        this.dataDirectory = dataDirectory;
    }

    @Produces
    @Singleton
    Extractor extractor(@ConfigProperty(name = "docket.extract.workers", defaultValue = "2") int workers)
            throws IOException {
        Path scratch = Files.createDirectories(dataDirectory.resolve("work").resolve("scratch"));
        return new Extractor(ExtractorSettings.defaults().withWorkers(workers).withScratchDirectory(scratch));
    }

    void close(@Disposes Extractor extractor) {
        extractor.close();
    }

    /**
     * The index step refreshes after each commit, so that the node need not do it by itself. Texts alike in meaning are told by the
     * token vectors of the base model, where there is one that has them.
     */
    @Produces
    @Singleton
    SearchNode searchNode() throws IOException {
        SearchNodeOptions options = SearchNodeOptions.defaults().withRefreshEvery(Duration.ZERO);
        return new SearchNode(
                dataDirectory.resolve("index"),
                ShippedEncoder.load().map(options::withEncoder).orElse(options));
    }

    void close(@Disposes SearchNode node) throws IOException {
        node.close();
    }
}
