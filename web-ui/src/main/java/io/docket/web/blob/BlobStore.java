package io.docket.web.blob;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Content-addressed files: {@code <root>/<tenant>/<first two digits>/<next two>/<sha-256>}.
 *
 * <p>A write goes to a temporary file of the same file system, is forced to the disk, renamed atomically, and the
 * directory entry is forced too. After {@link #put} returns, a power failure cannot take the bytes away; before it
 * returns, no reader can see a part of them. Writing the same bytes twice keeps one file.
 *
 * <p>Thread-safe, and safe for several processes on one file system: the name depends only on the content.
 */
public final class BlobStore {
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final String TEMPORARY = "tmp";
    private static final String PARTIAL = "partial";
    private static final int BUFFER = 1 << 16;
    private static final int FORCED_AT_ONCE = 16;

    private final Path root;

    /**
     * @param root directory of all tenants' blobs; created when missing
     * @throws UncheckedIOException when the directory cannot be created
     */
    public BlobStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
        try {
            Files.createDirectories(this.root);
        } catch (IOException e) {
            throw new UncheckedIOException("The blob directory " + root + " cannot be created.", e);
        }
    }

    /**
     * Stores everything that {@code bytes} yields.
     *
     * @param tenant whose blob this is
     * @param bytes read to its end; not closed
     * @param maximumBytes largest size accepted
     * @return hash and size of what was stored
     * @throws BlobTooLargeException when more than {@code maximumBytes} arrive
     * @throws IOException when reading or writing fails; nothing is stored then
     */
    public Blob put(String tenant, InputStream bytes, long maximumBytes) throws IOException {
        try (BlobBatch batch = batch(tenant)) {
            BlobBatch.Staged staged = batch.add(bytes, maximumBytes);
            batch.publish(List.of(staged));
            return staged.blob();
        }
    }

    /** Begins to store several blobs together. */
    public BlobBatch batch(String tenant) {
        return new BlobBatch(this, tenant);
    }

    /**
     * Where a file that arrives in pieces grows until it is whole; see {@link #adopt}. Its folder exists after this call.
     *
     * @param id tells it from others of the tenant
     */
    public Path partialFile(String tenant, UUID id) throws IOException {
        return Files.createDirectories(tenantDirectory(tenant).resolve(PARTIAL)).resolve(id.toString());
    }

    /** The files of a tenant that arrive in pieces. */
    public List<Path> partialFiles(String tenant) throws IOException {
        Path directory = tenantDirectory(tenant).resolve(PARTIAL);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    /**
     * Reads a partial file that is whole now: the hash is that of what really is on the disk.
     *
     * @return what {@link #adopt} would store
     */
    public BlobBatch.Staged read(Path partial) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        try (InputStream bytes = Files.newInputStream(partial)) {
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                digest.update(buffer, 0, read);
                size += read;
            }
        }
        return new BlobBatch.Staged(partial, new Blob(Sha256.of(digest), size));
    }

    /** Makes a blob of a partial file, without copying it; the file is gone from its old place after this. */
    public void adopt(String tenant, BlobBatch.Staged partial) throws IOException {
        publish(tenant, List.of(partial));
        Files.deleteIfExists(partial.file());
    }

    /** Bytes that can still be written to the disk of the blobs. */
    public long usableBytes() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    /** Stores a copy of {@code file}; see {@link #put(String, InputStream, long)}. */
    public Blob put(String tenant, Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return put(tenant, bytes, Long.MAX_VALUE);
        }
    }

    /** Stores {@code text} as UTF-8. */
    public Blob putText(String tenant, String text) throws IOException {
        return put(tenant, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), Long.MAX_VALUE);
    }

    /**
     * Opens a blob for reading.
     *
     * @throws NoSuchFileException when the tenant has no such blob
     */
    public InputStream open(String tenant, Sha256 hash) throws IOException {
        return Files.newInputStream(path(tenant, hash));
    }

    /** Where the blob's bytes lie, or would lie; for parsers that need a file. The file must not be changed. */
    public Path path(String tenant, Sha256 hash) {
        String hex = hash.hex();
        return tenantDirectory(tenant)
                .resolve(hex.substring(0, 2))
                .resolve(hex.substring(2, 4))
                .resolve(hex);
    }

    /** Whether the tenant has this blob. */
    public boolean contains(String tenant, Sha256 hash) {
        return Files.isRegularFile(path(tenant, hash), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Reads the blob again and compares.
     *
     * @return true when the bytes on the disk still have the hash that names them
     * @throws NoSuchFileException when the blob is missing
     */
    public boolean intact(String tenant, Sha256 hash) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[BUFFER];
        try (InputStream bytes = open(tenant, hash)) {
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return Sha256.of(digest).equals(hash);
    }

    /**
     * Removes a blob, unless it was written or stored again after a moment. The caller knows that nothing refers to it; who
     * stores the same bytes at this moment is told apart by the time of the file.
     *
     * @return whether it is gone
     */
    public boolean removeUnlessTouchedSince(String tenant, Sha256 hash, Instant moment) throws IOException {
        Path file = path(tenant, hash);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                .toInstant()
                .isAfter(moment)) {
            return false;
        }
        return Files.deleteIfExists(file);
    }

    /** The hashes of all blobs of a tenant, in no order; close the stream. */
    public Stream<Sha256> list(String tenant) throws IOException {
        Path directory = tenantDirectory(tenant);
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        return Files.walk(directory, 3)
                .filter(path -> path.getNameCount() == directory.getNameCount() + 3)
                .map(path -> path.getFileName().toString())
                .filter(name -> name.length() == 64)
                .map(Sha256::new);
    }

    /**
     * Removes what unfinished writes of an earlier process left behind. Call it before any write of this process: a
     * temporary file cannot be told from one that is being written.
     *
     * @return how many files were removed
     */
    public int removeAbandonedWrites() throws IOException {
        int removed = 0;
        try (DirectoryStream<Path> tenants = Files.newDirectoryStream(root)) {
            for (Path tenant : tenants) {
                Path temporaries = tenant.resolve(TEMPORARY);
                if (!Files.isDirectory(temporaries)) {
                    continue;
                }
                try (DirectoryStream<Path> files = Files.newDirectoryStream(temporaries)) {
                    for (Path file : files) {
                        if (Files.deleteIfExists(file)) {
                            removed++;
                        }
                    }
                }
            }
        }
        return removed;
    }

    Path temporaryFile(String tenant) throws IOException {
        Path directory = tenantDirectory(tenant).resolve(TEMPORARY);
        Files.createDirectories(directory);
        return directory.resolve(UUID.randomUUID().toString());
    }

    /** Writes a new file; its bytes are forced to the disk when it is published. */
    static Blob write(Path file, InputStream bytes, long maximumBytes) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                size += read;
                if (size > maximumBytes) {
                    throw new BlobTooLargeException(maximumBytes);
                }
                digest.update(buffer, 0, read);
                writeFully(channel, ByteBuffer.wrap(buffer, 0, read));
            }
        }
        return new Blob(Sha256.of(digest), size);
    }

    /**
     * Writes all of {@code bytes} at the channel's place.
     *
     * @throws DiskFullException when the disk is full
     */
    public static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw DiskFullException.orOther(e);
        }
    }

    /** Bytes first, then names, then the directories that hold the names. */
    void publish(String tenant, Collection<BlobBatch.Staged> staged) throws IOException {
        List<BlobBatch.Staged> fresh =
                staged.stream().filter(each -> !stored(tenant, each.blob())).toList();
        force(fresh.stream().map(BlobBatch.Staged::file).toList(), StandardOpenOption.WRITE);
        Set<Path> directories = new LinkedHashSet<>();
        for (BlobBatch.Staged each : staged) {
            // of those that are stored already too: another writer may have named them and not forced the name yet
            directories.add(
                    Objects.requireNonNull(path(tenant, each.blob().hash()).getParent()));
        }
        Set<Path> parents = new LinkedHashSet<>();
        for (Path directory : directories) {
            if (createDirectories(directory)) {
                parents.add(Objects.requireNonNull(directory.getParent()));
                parents.add(tenantDirectory(tenant));
            }
        }
        for (BlobBatch.Staged each : fresh) {
            Files.move(
                    each.file(),
                    path(tenant, each.blob().hash()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        directories.addAll(parents);
        force(directories, StandardOpenOption.READ);
    }

    /** Whether the blob is there; if so, its time tells whoever removes unused blobs that it is about to be used. */
    private boolean stored(String tenant, Blob blob) {
        Path target = path(tenant, blob.hash());
        try {
            boolean there = Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS) && Files.size(target) == blob.size();
            if (there) {
                Files.setLastModifiedTime(target, FileTime.from(Instant.now()));
            }
            return there;
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static boolean createDirectories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return false;
        }
        try {
            Files.createDirectories(directory);
        } catch (FileAlreadyExistsException anotherWriterWasFaster) {
            return false;
        }
        return true;
    }

    /** Forces files, or the entries of directories, to the disk; a rename is durable only after its directory is. */
    private static void force(Collection<Path> paths, StandardOpenOption mode) throws IOException {
        if (paths.size() <= 1) {
            for (Path path : paths) {
                force(path, mode);
            }
            return;
        }
        // Side by side: the journal takes what waits at the same time in one write.
        try (ExecutorService writers = Executors.newFixedThreadPool(
                Math.min(FORCED_AT_ONCE, paths.size()),
                Thread.ofPlatform().name("docket-blob-force-", 0).factory())) {
            List<Future<Boolean>> forced = new ArrayList<>();
            for (Path path : paths) {
                forced.add(writers.submit(() -> {
                    force(path, mode);
                    return Boolean.TRUE;
                }));
            }
            for (Future<Boolean> each : forced) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while blobs were forced to the disk.");
        }
    }

    private static void force(Path path, StandardOpenOption mode) throws IOException {
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        } catch (IOException e) {
            throw DiskFullException.orOther(e);
        }
    }

    private Path tenantDirectory(String tenant) {
        if (tenant == null || !TENANT.matcher(tenant).matches()) {
            throw new IllegalArgumentException("\"" + tenant + "\" cannot name a tenant's blob directory: letters,"
                    + " digits, _ and - are permitted, 64 at most.");
        }
        return root.resolve(tenant);
    }
}
