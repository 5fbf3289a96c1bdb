package io.docket.web.pipeline;

import io.docket.ingest.ExtractionRequest;
import io.docket.ingest.Extractor;
import io.docket.ingest.Outcome;
import io.docket.web.blob.BlobBatch;
import io.docket.web.blob.BlobStore;
import io.docket.web.tenant.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** From bytes to text: the forked extractor reads a claimed document, and its family gets rows and blobs. */
@ApplicationScoped
class ExtractStep {
    private static final Logger LOG = Logger.getLogger(ExtractStep.class);

    /** A document that was begun so often and never finished is the reason for that. */
    private static final int MOST_ATTEMPTS = 10;

    /** Long enough not to press a daemon that is loading its signatures. */
    private static final Duration SCANNER_PAUSE = Duration.ofSeconds(30);

    private static final int PAUSE_AFTER_FAULT_SECONDS = 5;

    private final DocumentClaims claims;
    private final DocumentRecords records;
    private final BlobStore blobs;
    private final Extractor extractor;
    private final CollectionPasswords passwords;
    private final MalwareGate malware;
    private final TenantScope scope;
    private final Path workDirectory;
    private final Pace pace = new Pace(Step.EXTRACT.batchSize());

    ExtractStep(
            DocumentClaims claims,
            DocumentRecords records,
            BlobStore blobs,
            Extractor extractor,
            CollectionPasswords passwords,
            MalwareGate malware,
            TenantScope scope,
            @ConfigProperty(name = "docket.data-directory") Path dataDirectory) {
        this.claims = claims;
        this.records = records;
        this.blobs = blobs;
        this.extractor = extractor;
        this.passwords = passwords;
        this.malware = malware;
        this.scope = scope;
        this.workDirectory = dataDirectory.resolve("work").resolve("extract");
    }

    /** Works on one batch of the tenant; returns how many documents were claimed. */
    int work(String tenant) {
        List<ClaimedDocument> batch = claims.claim(Step.EXTRACT, pace.batchSize());
        if (batch.isEmpty()) {
            return 0;
        }
        long begin = System.nanoTime();
        LeaseKeeper.keep(batch, tenant, claims, scope, () -> work(tenant, batch));
        pace.worked(batch.size(), Duration.ofNanos(System.nanoTime() - begin));
        return batch.size();
    }

    private void work(String tenant, List<ClaimedDocument> batch) {
        List<ExtractedFamily> families = new ArrayList<>();
        Map<UUID, List<String>> known = new HashMap<>();
        try (BlobBatch aside = blobs.batch(tenant)) {
            for (int i = 0; i < batch.size(); i++) {
                if (Thread.currentThread().isInterrupted()) {
                    claims.release(batch.subList(i, batch.size()).stream()
                            .map(ClaimedDocument::id)
                            .toList());
                    break;
                }
                ClaimedDocument document = batch.get(i);
                extract(tenant, document, known.computeIfAbsent(document.collection(), passwords::of), aside)
                        .ifPresent(families::add);
            }
            // The texts of the whole batch together: forced to the disk one by one they would cost more than the
            // parsing.
            aside.publish();
        } catch (IOException e) {
            LOG.warnf(e, "The texts of %d documents could not be written", families.size());
            postpone(families);
            return;
        }
        if (!families.isEmpty()) {
            record(families);
        }
    }

    private void record(List<ExtractedFamily> families) {
        try {
            records.extracted(families);
        } catch (RuntimeException e) {
            LOG.warnf(e, "What was found in %d documents could not be recorded", families.size());
            postpone(families);
        }
    }

    private void postpone(List<ExtractedFamily> families) {
        records.postponed(families.stream().map(ExtractedFamily::document).toList(), PAUSE_AFTER_FAULT_SECONDS);
    }

    /** Removes what extractions of an earlier process left behind. Call it before the first one of this process. */
    void removeAbandonedWork() {
        WorkFolder.delete(workDirectory);
    }

    private Optional<ExtractedFamily> extract(
            String tenant, ClaimedDocument document, List<String> known, BlobBatch aside) {
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
            FamilyReader family = new FamilyReader(aside, document);
            extractor.extract(
                    ExtractionRequest.of(bytes, document.name(), output)
                            .withPasswords(known)
                            .withSha256(document.content().hex())
                            .withScreening(malware::objection)
                            .withLimits(document.limits().limits()),
                    family::accept);
            return Optional.of(family.family());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            claims.release(List.of(document.id()));
            return Optional.empty();
        } catch (MalwareGate.ScannerSilentException silent) {
            LOG.warnf("Document %s waits for the malware scanner: %s", document.id(), silent.getMessage());
            claims.defer(List.of(document.id()), SCANNER_PAUSE);
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            LOG.warnf(e, "Document %s could not be extracted at attempt %d", document.id(), document.attempts());
            records.postponed(List.of(document.id()), PAUSE_AFTER_FAULT_SECONDS * document.attempts());
            return Optional.empty();
        } finally {
            WorkFolder.delete(output);
        }
    }
}
