package io.docket.web.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Blobs that are stored together: first all are written aside, then those wanted are forced to the disk side by side, which a
 * journalling file system joins into few journal writes, and published. Much faster than one after the other when files are
 * small. Not thread-safe.
 *
 * <p>Close it: what was not published is removed then.
 */
public final class BlobBatch implements AutoCloseable {
    private final BlobStore store;
    private final String tenant;
    private final List<Staged> staged = new ArrayList<>();

    BlobBatch(BlobStore store, String tenant) {
        this.store = store;
        this.tenant = tenant;
    }

    /**
     * Bytes that were written aside.
     *
     * @param file where they are
     * @param blob their hash and size
     */
    public record Staged(Path file, Blob blob) {}

    /**
     * Writes bytes aside. They may be lost until they are published.
     *
     * @param bytes read to its end; not closed
     * @param maximumBytes largest size accepted
     * @throws BlobTooLargeException when more than {@code maximumBytes} arrive
     * @throws DiskFullException when the disk is full
     * @throws IOException when reading or writing fails
     */
    public Staged add(InputStream bytes, long maximumBytes) throws IOException {
        Path file = store.temporaryFile(tenant);
        boolean whole = false;
        try {
            Staged added = new Staged(file, BlobStore.write(file, bytes, maximumBytes));
            staged.add(added);
            whole = true;
            return added;
        } finally {
            if (!whole) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Writes the bytes of a file aside; see {@link #add(InputStream, long)}. */
    public Staged add(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return add(bytes, Long.MAX_VALUE);
        }
    }

    /** Makes blobs of all that was written aside so far and forgets about it. */
    public void publish() throws IOException {
        publish(staged);
        close();
        staged.clear();
    }

    /** How many were written aside and are not forgotten. */
    public int size() {
        return staged.size();
    }

    /**
     * Makes blobs of what was written aside; they survive a power failure once this returns.
     *
     * @param wanted some of what {@link #add} returned
     */
    public void publish(Collection<Staged> wanted) throws IOException {
        store.publish(tenant, wanted);
    }

    @Override
    public void close() throws IOException {
        for (Staged each : staged) {
            Files.deleteIfExists(each.file());
        }
    }
}
