package io.docket.web.upload;

import io.docket.web.blob.Blob;
import io.docket.web.blob.BlobStore;
import io.docket.web.blob.BlobTooLargeException;
import io.docket.web.pipeline.Intake;
import io.docket.web.pipeline.Receipt;
import io.docket.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Takes files in: bytes to the disk first, then the rows of the whole call in one transaction, then the receipts. */
@ApplicationScoped
public class FileReception {
    private final BlobStore blobs;
    private final Intake intake;
    private final Uploads uploads;
    private final long largestFile;

    FileReception(
            BlobStore blobs,
            Intake intake,
            Uploads uploads,
            @ConfigProperty(name = "docket.upload.largest-file-bytes", defaultValue = "17179869184") long largestFile) {
        this.blobs = blobs;
        this.intake = intake;
        this.uploads = uploads;
        this.largestFile = largestFile;
    }

    /**
     * Receives files of one upload. A file that cannot be taken is refused by itself; the others are acknowledged.
     *
     * @param tenant of the user
     * @return one receipt per file, in their order
     * @throws ProblemException when the upload does not exist or has ended
     * @throws IOException when a sender's connection or the disk fails; nothing of this call is acknowledged then
     */
    public List<Receipt> receive(String tenant, UUID uploadId, List<SentFile> files) throws IOException {
        Upload upload = uploads.require(uploadId);
        if (upload.state() != Upload.State.OPEN) {
            throw new ProblemException(
                    409, "Upload ended", "Upload " + uploadId + " has ended; start a new upload for further files.");
        }
        List<Receipt> receipts = new ArrayList<>();
        List<Intake.IncomingFile> incoming = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (SentFile file : files) {
            try {
                UploadPath path = UploadPath.parse(file.path());
                incoming.add(new Intake.IncomingFile(path.value(), store(tenant, path, file)));
                places.add(receipts.size());
                receipts.add(null);
            } catch (ProblemException e) {
                receipts.add(new Receipt.Refused(
                        file.path() == null ? "" : file.path(), e.status(), e.title(), e.getMessage()));
            }
        }
        if (!incoming.isEmpty()) {
            List<Receipt> acknowledged = intake.receive(
                    new Intake.Delivery(upload.id(), upload.collectionId(), upload.custodian()), incoming);
            for (int i = 0; i < places.size(); i++) {
                receipts.set(places.get(i), acknowledged.get(i));
            }
        }
        return receipts;
    }

    private Blob store(String tenant, UploadPath path, SentFile file) throws IOException {
        try (InputStream bytes = file.bytes().open()) {
            return blobs.put(tenant, bytes, largestFile);
        } catch (BlobTooLargeException e) {
            throw new ProblemException(
                    413,
                    "File too large",
                    "The file \"" + path + "\" is larger than the " + e.limit()
                            + " bytes that this appliance accepts; an administrator can raise"
                            + " docket.upload.largest-file-bytes.");
        }
    }

    /**
     * A file as it was sent.
     *
     * @param path as the sender wrote it
     * @param bytes opened once
     */
    public record SentFile(String path, Bytes bytes) {}

    /** Where bytes come from. */
    @FunctionalInterface
    public interface Bytes {
        /** Opens the bytes from the first one; the caller closes. */
        InputStream open() throws IOException;
    }
}
