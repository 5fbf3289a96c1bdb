package io.docket.web.blob;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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
import java.security.MessageDigest;
import java.util.Objects;
import java.util.UUID;
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
    private static final int BUFFER = 1 << 16;

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
        Path temporary = temporaryFile(tenant);
        try {
            Blob blob = write(temporary, bytes, maximumBytes);
            publish(tenant, temporary, blob);
            return blob;
        } finally {
            Files.deleteIfExists(temporary);
        }
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

    private Path temporaryFile(String tenant) throws IOException {
        Path directory = tenantDirectory(tenant).resolve(TEMPORARY);
        Files.createDirectories(directory);
        return directory.resolve(UUID.randomUUID().toString());
    }

    private static Blob write(Path file, InputStream bytes, long maximumBytes) throws IOException {
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
                ByteBuffer chunk = ByteBuffer.wrap(buffer, 0, read);
                while (chunk.hasRemaining()) {
                    channel.write(chunk);
                }
            }
            channel.force(true);
        }
        return new Blob(Sha256.of(digest), size);
    }

    private void publish(String tenant, Path temporary, Blob blob) throws IOException {
        Path target = path(tenant, blob.hash());
        if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS) && Files.size(target) == blob.size()) {
            return;
        }
        Path directory = Objects.requireNonNull(target.getParent());
        boolean created = createDirectories(directory);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(directory);
        if (created) {
            force(Objects.requireNonNull(directory.getParent()));
            force(tenantDirectory(tenant));
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

    /** Forces a directory entry to the disk; a rename is durable only after this. */
    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
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
