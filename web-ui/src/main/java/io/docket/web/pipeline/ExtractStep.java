package io.docket.web.pipeline;

import io.docket.ingest.ExtractionRequest;
import io.docket.ingest.ExtractionResult;
import io.docket.ingest.Extractor;
import io.docket.ingest.Outcome;
import io.docket.web.blob.BlobStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** From bytes to text: the forked extractor reads a claimed document, and its family gets rows and blobs. */
@ApplicationScoped
class ExtractStep {
    private static final Logger LOG = Logger.getLogger(ExtractStep.class);

    /** A document that was begun so often and never finished is the reason for that. */
    private static final int MOST_ATTEMPTS = 10;

    private final DocumentClaims claims;
    private final DocumentRecords records;
    private final BlobStore blobs;
    private final Extractor extractor;
    private final Path workDirectory;

    ExtractStep(
            DocumentClaims claims,
            DocumentRecords records,
            BlobStore blobs,
            Extractor extractor,
            @ConfigProperty(name = "docket.data-directory") Path dataDirectory) {
        this.claims = claims;
        this.records = records;
        this.blobs = blobs;
        this.extractor = extractor;
        this.workDirectory = dataDirectory.resolve("work").resolve("extract");
    }

    /** Works on one batch of the tenant; returns how many documents were claimed. */
    int work(String tenant) {
        List<ClaimedDocument> batch = claims.claim(Step.EXTRACT);
        List<ExtractedFamily> families = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            if (Thread.currentThread().isInterrupted()) {
                claims.release(batch.subList(i, batch.size()).stream()
                        .map(ClaimedDocument::id)
                        .toList());
                break;
            }
            extract(tenant, batch.get(i)).ifPresent(families::add);
        }
        if (!families.isEmpty()) {
            records.extracted(families);
        }
        return batch.size();
    }

    /** Removes what extractions of an earlier process left behind. Call it before the first one of this process. */
    void removeAbandonedWork() {
        delete(workDirectory);
    }

    private Optional<ExtractedFamily> extract(String tenant, ClaimedDocument document) {
        if (document.attempts() > MOST_ATTEMPTS) {
            return Optional.of(new ExtractedFamily(
                    document.id(),
                    Findings.nothing(
                            Outcome.CRASHED,
                            "Reading this file was begun " + MOST_ATTEMPTS
                                    + " times and never finished; retry it alone, or convert it first."),
                    List.of()));
        }
        if (!blobs.contains(tenant, document.content())) {
            LOG.errorf("Document %s has lost its bytes: blob %s is missing", document.id(), document.content());
            return Optional.of(new ExtractedFamily(
                    document.id(),
                    Findings.nothing(
                            Outcome.CORRUPT, "Its bytes are missing from the blob store; restore a backup and retry."),
                    List.of()));
        }
        Path output = workDirectory.resolve(document.id().toString());
        try {
            Path bytes = blobs.path(tenant, document.content());
            ExtractionResult result = extractor.extract(ExtractionRequest.of(bytes, document.name(), output));
            return Optional.of(new FamilyReader(blobs, tenant, document).read(result));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            claims.release(List.of(document.id()));
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            LOG.warnf(e, "Document %s could not be extracted at attempt %d", document.id(), document.attempts());
            records.postponed(List.of(document.id()), 5 * document.attempts());
            return Optional.empty();
        } finally {
            delete(output);
        }
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf(e, "The folder of a finished extraction could not be removed: %s", directory);
        }
    }
}
