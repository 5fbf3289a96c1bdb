package io.docket.web.pipeline;

import io.docket.ingest.Recognition;
import io.docket.web.blob.Blob;
import io.docket.web.blob.BlobStore;
import io.docket.web.tenant.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Text in pictures, read once a document can be found by its name. What is found becomes part of its text, and the document goes
 * through labelling and indexing again.
 */
@ApplicationScoped
class RecognizeStep {
    private static final Logger LOG = Logger.getLogger(RecognizeStep.class);

    private static final int MOST_ATTEMPTS = 5;
    private static final int PAUSE_SECONDS = 10;
    private static final String BETWEEN = "\n\n";

    private final DocumentClaims claims;
    private final DocumentRecords records;
    private final Documents documents;
    private final BlobStore blobs;
    private final PictureText pictures;
    private final CollectionPasswords passwords;
    private final TenantScope scope;
    private final Path workDirectory;

    RecognizeStep(
            DocumentClaims claims,
            DocumentRecords records,
            Documents documents,
            BlobStore blobs,
            PictureText pictures,
            CollectionPasswords passwords,
            TenantScope scope,
            @ConfigProperty(name = "docket.data-directory") Path dataDirectory) {
        this.claims = claims;
        this.records = records;
        this.documents = documents;
        this.blobs = blobs;
        this.pictures = pictures;
        this.passwords = passwords;
        this.scope = scope;
        this.workDirectory = dataDirectory.resolve("work").resolve("recognise");
    }

    /** Works on one document of the tenant; returns how many were claimed. */
    int work(String tenant) {
        List<ClaimedDocument> claimed = claims.claim(Step.RECOGNIZE);
        for (ClaimedDocument document : claimed) {
            LeaseKeeper.keep(List.of(document), tenant, claims, scope, () -> recognize(tenant, document));
        }
        return claimed.size();
    }

    /** Removes what an earlier process left behind. Call it before the first work of this process. */
    void removeAbandonedWork() {
        WorkFolder.delete(workDirectory);
    }

    private void recognize(String tenant, ClaimedDocument claimed) {
        Path folder = workDirectory.resolve(claimed.id().toString());
        try {
            if (claimed.attempts() > MOST_ATTEMPTS) {
                records.notRecognised(
                        claimed.id(),
                        RecognitionState.FAILED,
                        "It was begun " + MOST_ATTEMPTS + " times and never finished.",
                        0);
                return;
            }
            Document document = documents.require(claimed.id());
            Recognition found = pictures.recognizer()
                    .recognize(
                            blobs.path(tenant, claimed.content()),
                            document.mediaType(),
                            passwords.of(claimed.collection()),
                            folder);
            switch (found.state()) {
                case DONE -> record(tenant, document, found, folder);
                case NOTHING ->
                    records.notRecognised(claimed.id(), RecognitionState.NOTHING, found.note(), found.pages());
                case FAILED ->
                    records.notRecognised(claimed.id(), RecognitionState.FAILED, found.note(), found.pages());
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            claims.release(List.of(claimed.id()));
        } catch (IOException | RuntimeException e) {
            LOG.warnf(e, "Pictures of document %s could not be read at attempt %d", claimed.id(), claimed.attempts());
            records.postponed(List.of(claimed.id()), PAUSE_SECONDS * claimed.attempts());
        } finally {
            WorkFolder.delete(folder);
        }
    }

    private void record(String tenant, Document document, Recognition found, Path folder) throws IOException {
        Path whole = folder.resolve("whole.text");
        try (OutputStream out = Files.newOutputStream(whole)) {
            if (document.textBlob().isPresent()) {
                try (InputStream own = blobs.open(tenant, document.textBlob().get())) {
                    own.transferTo(out);
                }
                out.write(BETWEEN.getBytes(StandardCharsets.UTF_8));
            }
            Files.copy(found.text().orElseThrow(), out);
        }
        Blob text = blobs.put(tenant, whole);
        long own = document.textBlob().isPresent() ? document.characters() + BETWEEN.length() : 0;
        Optional<String> language = document.language().isEmpty() ? found.language() : Optional.of(document.language());
        records.recognised(document.id(), text, own + found.characters(), language, found.note(), found.pages());
    }
}
