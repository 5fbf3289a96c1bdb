package io.docket.ml.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.docket.ml.DamagedModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder that is whole or absent. It is written beside its final place, every file is flushed and hashed into
 * {@value #MANIFEST}, and one rename puts it there; a reader therefore never meets half a model, whenever the power fails. Before
 * use, {@link #verify} compares each file with its size and SHA-256 and refuses what does not fit. Stateless and thread-safe; two
 * writers of the same place both succeed and the later one stays.
 */
public final class ModelDirectory {
    /** The list of files, with kind and version of the folder. */
    public static final String MANIFEST = "manifest.json";

    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Fills an empty folder. */
    @FunctionalInterface
    public interface Content {
        void write(Path emptyFolder) throws IOException;
    }

    private record Manifest(String kind, int version, SortedMap<String, FileEntry> files) {}

    private record FileEntry(long bytes, String sha256) {}

    private ModelDirectory() {}

    /**
     * Writes a folder and puts it in place, replacing a model folder that is there.
     *
     * @param kind what the folder is, for example "language-model"; a reader of another kind refuses it
     * @throws IOException when writing fails (nothing is left behind then), or when something other than a model folder is at
     *     {@code target}
     */
    public static void write(Path target, String kind, Content content) throws IOException {
        Path place = target.toAbsolutePath().normalize();
        requirePlace(target);
        Files.createDirectories(place.getParent());
        Path aside = place.resolveSibling("." + place.getFileName() + "." + UUID.randomUUID());
        Files.createDirectory(aside);
        try {
            content.write(aside);
            Manifest manifest = new Manifest(kind, VERSION, entries(aside));
            Files.write(aside.resolve(MANIFEST), JSON.writeValueAsBytes(manifest));
            flushAll(aside);
            replace(aside, place);
        } finally {
            deleteTree(aside);
        }
    }

    /**
     * Refuses a place at which {@link #write} would fail in the end, before hours of work are done for it.
     *
     * @throws IOException when something other than a model folder is there, or the folder above it is a file
     */
    public static void requirePlace(Path target) throws IOException {
        Path place = target.toAbsolutePath().normalize();
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS) && !isReplaceable(place)) {
            throw new FileSystemException(
                    target.toString(), null, "exists and is no model folder; name another folder or remove it");
        }
        Path above = place.getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        if (above != null && !Files.isDirectory(above)) {
            throw new FileSystemException(target.toString(), null, above + " is no folder; name another place");
        }
    }

    /**
     * Checks that a folder is whole, unchanged and of the kind.
     *
     * @throws DamagedModelException when it is not; the message names the file and the remedy
     */
    public static void verify(Path folder, String kind) throws IOException {
        Manifest manifest = manifest(folder);
        if (!kind.equals(manifest.kind)) {
            throw new DamagedModelException(
                    folder,
                    "it is a folder of kind '" + manifest.kind + "' where '" + kind
                            + "' is needed; name another folder");
        }
        for (Map.Entry<String, FileEntry> file : manifest.files.entrySet()) {
            check(folder, file.getKey(), file.getValue());
        }
    }

    /** The kind that a folder says it is, without looking at its other files. */
    public static String kind(Path folder) throws IOException {
        return manifest(folder).kind;
    }

    private static Manifest manifest(Path folder) throws IOException {
        Path file = folder.resolve(MANIFEST);
        Manifest manifest;
        try {
            manifest = JSON.readValue(Files.readAllBytes(file), Manifest.class);
        } catch (NoSuchFileException e) {
            throw new DamagedModelException(
                    folder,
                    MANIFEST
                            + " is missing: this is no model folder, or a copy of it stopped; copy the whole folder"
                            + " again",
                    e);
        } catch (JsonProcessingException e) {
            throw new DamagedModelException(folder, MANIFEST + " is damaged; copy the whole folder again", e);
        }
        if (manifest == null || manifest.kind == null || manifest.files == null) {
            throw new DamagedModelException(folder, MANIFEST + " is not one of Docket's; copy the whole folder again");
        }
        if (manifest.version != VERSION) {
            throw new DamagedModelException(
                    folder,
                    MANIFEST + " is of version " + manifest.version + ", this program reads version " + VERSION
                            + "; use the Docket that wrote it, or train again");
        }
        return manifest;
    }

    private static void check(Path folder, String name, FileEntry entry) throws IOException {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder.normalize())) {
            throw new DamagedModelException(folder, MANIFEST + " names '" + name + "', which is outside the folder");
        }
        if (!Files.isRegularFile(file)) {
            throw new DamagedModelException(folder, name + " is missing; copy the whole folder again");
        }
        long bytes = Files.size(file);
        if (bytes != entry.bytes) {
            throw new DamagedModelException(
                    folder,
                    name + " has " + bytes + " bytes where " + entry.bytes + " are due; copy the whole folder again");
        }
        if (!sha256(file).equals(entry.sha256)) {
            throw new DamagedModelException(
                    folder, name + " was changed since it was written (SHA-256 differs); copy the whole folder again");
        }
    }

    private static SortedMap<String, FileEntry> entries(Path folder) throws IOException {
        SortedMap<String, FileEntry> entries = new TreeMap<>();
        for (Path file : regularFiles(folder)) {
            String name = folder.relativize(file).toString().replace('\\', '/');
            entries.put(name, new FileEntry(Files.size(file), sha256(file)));
        }
        return entries;
    }

    private static List<Path> regularFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** SHA-256 of a file as lower-case hexadecimal. */
    public static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                byte[] buffer = new byte[1 << 16];
                while (in.read(buffer) >= 0) {
                    // the digest listens
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    private static boolean isReplaceable(Path place) throws IOException {
        if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (Files.exists(place.resolve(MANIFEST))) {
            return true;
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.findAny().isEmpty();
        }
    }

    private static void flushAll(Path folder) throws IOException {
        for (Path file : regularFiles(folder)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
        flushFolder(folder);
    }

    private static void flushFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void replace(Path aside, Path place) throws IOException {
        Path previous = place.resolveSibling("." + place.getFileName() + ".previous." + UUID.randomUUID());
        boolean replaced = Files.exists(place, LinkOption.NOFOLLOW_LINKS);
        if (replaced) {
            Files.move(place, previous, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException(place.getParent() + " is on a file system that cannot rename a folder", e);
        } catch (IOException e) {
            if (replaced) {
                Files.move(previous, place, StandardCopyOption.ATOMIC_MOVE);
            }
            throw e;
        }
        flushFolder(place.getParent());
        deleteTree(previous);
    }

    /** Deletes a folder with all that is in it; does nothing where there is none. */
    public static void delete(Path folder) throws IOException {
        deleteTree(folder.toAbsolutePath().normalize());
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted((one, other) -> other.compareTo(one)).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
