package io.docket.web.upload;

import io.docket.web.blob.Blob;
import io.docket.web.blob.BlobBatch;
import io.docket.web.blob.BlobStore;
import io.docket.web.blob.BlobTooLargeException;
import io.docket.web.blob.DiskFullException;
import io.docket.web.pipeline.DocumentIds;
import io.docket.web.pipeline.Intake;
import io.docket.web.pipeline.Receipt;
import io.docket.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Takes files in, however they came: bytes to the disk first, then rows, then receipts. Files are taken in groups: the bytes
 * of a group are forced to the disk together and its rows are one transaction.
 */
@ApplicationScoped
public class FileReception {
    private static final int LARGEST_GROUP = 256;
    private static final long LARGEST_GROUP_BYTES = 64L << 20;
    private static final int TAKEN = 409;

    private final BlobStore blobs;
    private final Intake intake;
    private final Uploads uploads;
    private final Manifests manifests;
    private final Refusals refusals;
    private final long largestFile;
    private final long reserve;

    FileReception(
            BlobStore blobs,
            Intake intake,
            Uploads uploads,
            Manifests manifests,
            Refusals refusals,
            @ConfigProperty(name = "docket.upload.largest-file-bytes", defaultValue = "17179869184") long largestFile,
            @ConfigProperty(name = "docket.upload.reserve-bytes", defaultValue = "268435456") long reserve) {
        this.blobs = blobs;
        this.intake = intake;
        this.uploads = uploads;
        this.manifests = manifests;
        this.refusals = refusals;
        this.largestFile = largestFile;
        this.reserve = reserve;
    }

    /** Largest file that is taken, in bytes. */
    public long largestFile() {
        return largestFile;
    }

    /** Receives files of one upload; see {@link #receive(String, UUID, Iterator)}. */
    public List<Receipt> receive(String tenant, UUID uploadId, List<SentFile> files) throws IOException {
        return receive(tenant, uploadId, files.iterator());
    }

    /**
     * Receives files of one upload. A file that cannot be taken is refused by itself; the others are acknowledged.
     *
     * @param tenant of the user
     * @param files asked for one after the other: each file's bytes are read before the next is asked for
     * @return one receipt per file, in their order
     * @throws ProblemException when the upload does not exist or has ended, or the disk is full
     * @throws IOException when a sender's connection or the disk fails. Earlier groups of this call may be acknowledged then;
     *     sending them again is harmless.
     */
    public List<Receipt> receive(String tenant, UUID uploadId, Iterator<SentFile> files) throws IOException {
        Upload upload = uploads.requireOpen(uploadId);
        List<Receipt> receipts = new ArrayList<>();
        try {
            while (files.hasNext()) {
                requireRoom(0);
                receipts.addAll(new Group(tenant, upload).receive(files));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return receipts;
    }

    /**
     * Acknowledges a file whose bytes arrived in pieces, if they are those announced.
     *
     * @param staged where the bytes are
     */
    Receipt acknowledge(String tenant, Upload upload, UploadPath path, BlobBatch.Staged staged) throws IOException {
        Optional<Receipt> refusal =
                new Group(tenant, upload).differs(path, staged.blob(), announced(upload, List.of(path)));
        if (refusal.isPresent()) {
            remember(upload, List.of(refusal.get()));
            return refusal.get();
        }
        blobs.adopt(tenant, staged);
        return acknowledge(upload, path, staged.blob());
    }

    /** Acknowledges a file whose blob is stored. */
    Receipt acknowledge(Upload upload, UploadPath path, Blob blob) {
        List<Receipt> receipts = intake.receive(delivery(upload), List.of(new Intake.IncomingFile(path.value(), blob)));
        remember(upload, receipts);
        return receipts.getFirst();
    }

    /**
     * Refuses to begin when the disk would be left with too little for the database.
     *
     * @param bytes that are about to come, as far as known
     * @throws ProblemException 507
     */
    void requireRoom(long bytes) throws IOException {
        long usable = blobs.usableBytes();
        if (usable - bytes < reserve) {
            throw new ProblemException(
                    507,
                    "Disk full",
                    "The appliance's disk has " + usable / 1_000_000 + " MB left, too little for "
                            + (bytes == 0 ? "more files" : "another " + bytes / 1_000_000 + " MB")
                            + ". What was received is safe: free space on the server, then go on with the upload.");
        }
    }

    private static Intake.Delivery delivery(Upload upload) {
        return new Intake.Delivery(upload.id(), upload.collectionId(), upload.custodian());
    }

    private Map<UUID, Manifests.Announced> announced(Upload upload, List<UploadPath> paths) {
        return manifests.announced(
                upload.id(),
                paths.stream()
                        .map(path -> DocumentIds.ofFile(upload.id(), path.value()))
                        .toList());
    }

    private void remember(Upload upload, List<Receipt> receipts) {
        List<Refusals.Refusal> refused = new ArrayList<>();
        List<UUID> acknowledged = new ArrayList<>();
        for (Receipt receipt : receipts) {
            switch (receipt) {
                case Receipt.Acknowledged file -> acknowledged.add(file.document());
                case Receipt.Refused refusal -> {
                    // the file that has the path accounts for it
                    if (refusal.status() != TAKEN) {
                        refused.add(new Refusals.Refusal(refusal.path(), refusal.title(), refusal.detail()));
                    }
                }
            }
        }
        refusals.add(upload.id(), refused);
        if (!acknowledged.isEmpty()) {
            refusals.forget(upload.id(), acknowledged);
        }
    }

    /** Files that are forced to the disk together. */
    private final class Group {
        private final String tenant;
        private final Upload upload;
        private final List<Receipt> receipts = new ArrayList<>();
        private final List<Arrived> arrived = new ArrayList<>();

        Group(String tenant, Upload upload) {
            this.tenant = tenant;
            this.upload = upload;
        }

        /** A file whose bytes are written aside, with its place among the receipts. */
        private record Arrived(int place, UploadPath path, BlobBatch.Staged staged) {}

        List<Receipt> receive(Iterator<SentFile> files) throws IOException {
            try (BlobBatch batch = blobs.batch(tenant)) {
                long bytes = 0;
                while (receipts.size() < LARGEST_GROUP && bytes < LARGEST_GROUP_BYTES && files.hasNext()) {
                    bytes += take(batch, files.next());
                }
                dropWhatDiffers();
                batch.publish(arrived.stream().map(Arrived::staged).toList());
            }
            if (!arrived.isEmpty()) {
                List<Receipt> acknowledged = intake.receive(
                        delivery(upload),
                        arrived.stream()
                                .map(file -> new Intake.IncomingFile(
                                        file.path().value(), file.staged().blob()))
                                .toList());
                for (int i = 0; i < acknowledged.size(); i++) {
                    receipts.set(arrived.get(i).place(), acknowledged.get(i));
                }
            }
            remember(upload, receipts);
            return receipts;
        }

        private long take(BlobBatch batch, SentFile file) throws IOException {
            try {
                UploadPath path = UploadPath.parse(file.path());
                BlobBatch.Staged staged = stage(batch, path, file);
                arrived.add(new Arrived(receipts.size(), path, staged));
                receipts.add(null);
                return staged.blob().size();
            } catch (ProblemException e) {
                if (e.status() == 507) {
                    throw e;
                }
                receipts.add(new Receipt.Refused(
                        file.path() == null ? "" : file.path(), e.status(), e.title(), e.getMessage()));
                return 0;
            }
        }

        private BlobBatch.Staged stage(BlobBatch batch, UploadPath path, SentFile file) throws IOException {
            try (InputStream bytes = file.bytes().open()) {
                return batch.add(bytes, largestFile);
            } catch (BlobTooLargeException e) {
                throw tooLarge(path, largestFile);
            } catch (DiskFullException e) {
                throw diskFull(path);
            }
        }

        private void dropWhatDiffers() {
            Map<UUID, Manifests.Announced> announced =
                    announced(upload, arrived.stream().map(Arrived::path).toList());
            arrived.removeIf(file -> {
                Optional<Receipt> refusal = differs(file.path(), file.staged().blob(), announced);
                refusal.ifPresent(receipt -> receipts.set(file.place(), receipt));
                return refusal.isPresent();
            });
        }

        /** A refusal when other bytes arrived than were announced. */
        Optional<Receipt> differs(UploadPath path, Blob blob, Map<UUID, Manifests.Announced> announced) {
            Manifests.Announced expected = announced.get(DocumentIds.ofFile(upload.id(), path.value()));
            if (expected == null || expected.fits(blob)) {
                return Optional.empty();
            }
            String met = expected.size() == blob.size()
                    ? "with the hash " + blob.hash() + " instead of "
                            + expected.hash().map(Object::toString).orElse("")
                    : "with " + blob.size() + " bytes instead of " + expected.size();
            return Optional.of(new Receipt.Refused(
                    path.value(),
                    422,
                    "Content differs",
                    "The file \"" + path + "\" arrived " + met
                            + ": it changed since it was announced, or was damaged on its way. Send it again."));
        }
    }

    static ProblemException tooLarge(UploadPath path, long limit) {
        return new ProblemException(
                413,
                "File too large",
                "The file \"" + path + "\" is larger than the " + limit
                        + " bytes that this appliance accepts; an administrator can raise"
                        + " docket.upload.largest-file-bytes.");
    }

    static ProblemException diskFull(UploadPath path) {
        return new ProblemException(
                507,
                "Disk full",
                "The appliance's disk was full before the file \"" + path
                        + "\" was whole. What was received is safe: free space on the server, then go on with the upload.");
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
        /**
         * Opens the bytes from the first one; the caller closes.
         *
         * @throws ProblemException when the file cannot be taken, for a reason that does not concern others
         */
        InputStream open() throws IOException;
    }
}
