package io.docket.web.upload;

import io.docket.web.blob.Blob;
import io.docket.web.blob.BlobBatch;
import io.docket.web.blob.BlobStore;
import io.docket.web.blob.DiskFullException;
import io.docket.web.blob.Sha256;
import io.docket.web.pipeline.Receipt;
import io.docket.web.problem.ProblemException;
import io.docket.web.tenant.TenantScope;
import io.docket.web.tenant.Tenants;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Receives large files in pieces. A piece is acknowledged when its bytes are forced to the disk and the record says so; after
 * a crash the sender goes on from there. The bytes grow beside the blobs and become one by a rename, without a copy.
 */
@ApplicationScoped
public class ResumableReception {
    /** A long piece is acknowledged every so many bytes, so that a crash costs little. */
    private static final long FORCE_EVERY = 64L << 20;

    private static final int BUFFER = 1 << 16;

    private final BlobStore blobs;
    private final Uploads uploads;
    private final PartialFiles files;
    private final FileReception reception;
    private final Tenants tenants;
    private final TenantScope scope;
    private final Duration patience;
    private final Set<UUID> beingWritten = ConcurrentHashMap.newKeySet();

    ResumableReception(
            BlobStore blobs,
            Uploads uploads,
            PartialFiles files,
            FileReception reception,
            Tenants tenants,
            TenantScope scope,
            @ConfigProperty(name = "docket.upload.partial-days", defaultValue = "7") int patienceDays) {
        this.blobs = blobs;
        this.uploads = uploads;
        this.files = files;
        this.reception = reception;
        this.tenants = tenants;
        this.scope = scope;
        this.patience = Duration.ofDays(patienceDays);
    }

    /**
     * What a piece must hash to.
     *
     * @param digest fresh digest of the algorithm that the sender chose
     * @param expected its value
     */
    record Checksum(MessageDigest digest, byte[] expected) {}

    /**
     * Where a file stands.
     *
     * @param receipt present when the file is whole and is a document now
     */
    record Standing(PartialFile file, Optional<Receipt.Acknowledged> receipt) {}

    /**
     * Begins a file, or finds the one that was begun with the same path, size and hash.
     *
     * @throws ProblemException when the upload takes no files, the file is too large or the disk too full
     */
    Standing begin(String tenant, UUID uploadId, UploadPath path, long size, Optional<Sha256> hash, String metadata)
            throws IOException {
        Upload upload = uploads.requireOpen(uploadId);
        if (size > reception.largestFile()) {
            throw FileReception.tooLarge(path, reception.largestFile());
        }
        Optional<PartialFile> begun = files.unfinished(uploadId, path, size, hash);
        if (begun.isPresent()) {
            return new Standing(reconciled(tenant, begun.get()), Optional.empty());
        }
        reception.requireRoom(size);
        PartialFile file = new PartialFile(
                UUID.randomUUID(),
                uploadId,
                path,
                size,
                hash,
                0,
                metadata,
                false,
                Instant.now().plus(patience));
        Files.createFile(blobs.partialFile(tenant, file.id()));
        files.add(file);
        return size == 0 ? finish(tenant, upload, file) : new Standing(file, Optional.empty());
    }

    /**
     * A file on its way, with as many bytes as are safe now.
     *
     * @throws ProblemException 404 or 410 when there is none
     */
    PartialFile require(String tenant, UUID uploadId, UUID id) throws IOException {
        uploads.require(uploadId);
        return reconciled(tenant, files.require(uploadId, id));
    }

    /**
     * Appends a piece.
     *
     * @param offset where the piece begins; must be what was received so far
     * @throws ProblemException 409 for another offset, 413 for more bytes than the file has, 423 while another request
     *     writes to the file, 460 for a piece that does not fit its checksum, 422 for a whole file that does not fit its
     *     hash, 507 when the disk is full
     * @throws IOException when the sender's connection or the disk fails; what came without a checksum is kept
     */
    Standing append(String tenant, UUID uploadId, UUID id, long offset, InputStream body, Optional<Checksum> checksum)
            throws IOException {
        Upload upload = uploads.requireOpen(uploadId);
        if (!beingWritten.add(id)) {
            throw new ProblemException(
                    423, "Being written", "Another request sends to the file " + id + ": wait until it ends.");
        }
        try {
            PartialFile file = reconciled(tenant, files.require(uploadId, id));
            if (file.received() != offset) {
                throw new ProblemException(
                        409,
                        "Offset differs",
                        "The file \"" + file.path() + "\" has " + file.received() + " bytes, the piece begins at "
                                + offset + ": ask with HEAD and go on from there.");
            }
            if (file.finished()) {
                return new Standing(file, Optional.empty());
            }
            PartialFile longer = write(tenant, file, body, checksum);
            return longer.received() == longer.size()
                    ? finish(tenant, upload, longer)
                    : new Standing(longer, Optional.empty());
        } finally {
            beingWritten.remove(id);
        }
    }

    /** Gives a file up and removes what was received of it. */
    void terminate(String tenant, UUID uploadId, UUID id) throws IOException {
        uploads.require(uploadId);
        files.require(uploadId, id);
        files.remove(id);
        Files.deleteIfExists(blobs.partialFile(tenant, id));
    }

    /** Removes what nobody will go on with. */
    @Scheduled(every = "1h", delayed = "5m")
    void removeAbandoned() throws IOException {
        for (String tenant : tenants.all()) {
            scope.<Integer, IOException>callAs(tenant, () -> removeAbandoned(tenant));
        }
    }

    /** Returns how many files were removed from the disk. */
    int removeAbandoned(String tenant) throws IOException {
        // Listed first: a file that begins after this is not in the list.
        var onDisk = blobs.partialFiles(tenant);
        files.removeAbandoned();
        Set<UUID> needed = files.growing();
        int removed = 0;
        for (Path file : onDisk) {
            UUID id = UUID.fromString(file.getFileName().toString());
            if (!needed.contains(id) && !beingWritten.contains(id) && Files.deleteIfExists(file)) {
                removed++;
            }
        }
        return removed;
    }

    /** The record as the disk bears it out: a disk that lost bytes makes the sender send them again. */
    private PartialFile reconciled(String tenant, PartialFile file) throws IOException {
        if (file.finished()) {
            return file;
        }
        Path bytes = blobs.partialFile(tenant, file.id());
        long onDisk = Files.exists(bytes) ? Files.size(bytes) : 0;
        if (onDisk >= file.received()) {
            return file;
        }
        // The rename to a blob may have been the last thing before a crash.
        Optional<Sha256> stored = file.hash().filter(hash -> blobs.contains(tenant, hash));
        if (stored.isPresent()) {
            Upload upload = uploads.requireOpen(file.upload());
            reception.acknowledge(upload, file.path(), new Blob(stored.get(), file.size()));
            files.finished(file.id());
            return received(file, file.size(), true);
        }
        files.received(file.id(), onDisk, file.expires());
        return received(file, onDisk, false);
    }

    private PartialFile write(String tenant, PartialFile file, InputStream body, Optional<Checksum> checksum)
            throws IOException {
        long position = file.received();
        try (FileChannel channel = FileChannel.open(
                blobs.partialFile(tenant, file.id()), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // What a crash left behind the acknowledged bytes was never promised.
            channel.truncate(position);
            channel.position(position);
            long forced = position;
            byte[] buffer = new byte[BUFFER];
            try {
                for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                    if (position + read > file.size()) {
                        channel.truncate(file.received());
                        files.received(file.id(), file.received(), file.expires());
                        throw new ProblemException(
                                413,
                                "Piece too long",
                                "More than the announced " + file.size() + " bytes of \"" + file.path()
                                        + "\" arrived: begin the file anew with its right length.");
                    }
                    if (checksum.isPresent()) {
                        checksum.get().digest().update(buffer, 0, read);
                    }
                    BlobStore.writeFully(channel, ByteBuffer.wrap(buffer, 0, read));
                    position += read;
                    if (checksum.isEmpty() && position - forced >= FORCE_EVERY && position < file.size()) {
                        forced = acknowledge(channel, file, position);
                    }
                }
            } catch (DiskFullException e) {
                channel.truncate(forced);
                throw FileReception.diskFull(file.path());
            } catch (IOException e) {
                if (checksum.isEmpty() && position < file.size()) {
                    acknowledge(channel, file, position);
                }
                throw e;
            }
            if (checksum.isPresent()
                    && !Arrays.equals(
                            checksum.get().digest().digest(), checksum.get().expected())) {
                channel.truncate(file.received());
                throw new ProblemException(
                        460,
                        "Checksum differs",
                        "The piece of \"" + file.path() + "\" at " + file.received()
                                + " was damaged on its way: send it again.");
            }
            channel.force(true);
        }
        if (position < file.size()) {
            files.received(file.id(), position, Instant.now().plus(patience));
        }
        return received(file, position, false);
    }

    private long acknowledge(FileChannel channel, PartialFile file, long position) throws IOException {
        channel.force(true);
        files.received(file.id(), position, Instant.now().plus(patience));
        return position;
    }

    /** The last piece counts as received only with the whole file: until then the record stays at the piece before. */
    private Standing finish(String tenant, Upload upload, PartialFile file) throws IOException {
        BlobBatch.Staged staged = blobs.read(blobs.partialFile(tenant, file.id()));
        if (file.hash().isPresent() && !file.hash().get().equals(staged.blob().hash())) {
            terminate(tenant, upload.id(), file.id());
            throw new ProblemException(
                    422,
                    "Content differs",
                    "The file \"" + file.path() + "\" arrived with the hash "
                            + staged.blob().hash() + " instead of "
                            + file.hash().get() + ": it changed while it was sent, or was damaged. Send it again.");
        }
        return switch (reception.acknowledge(tenant, upload, file.path(), staged)) {
            case Receipt.Acknowledged receipt -> {
                files.finished(file.id());
                yield new Standing(received(file, file.size(), true), Optional.of(receipt));
            }
            case Receipt.Refused refused -> {
                terminate(tenant, upload.id(), file.id());
                throw new ProblemException(refused.status(), refused.title(), refused.detail());
            }
        };
    }

    private static PartialFile received(PartialFile file, long bytes, boolean finished) {
        return new PartialFile(
                file.id(),
                file.upload(),
                file.path(),
                file.size(),
                file.hash(),
                bytes,
                file.metadata(),
                finished,
                file.expires());
    }
}
