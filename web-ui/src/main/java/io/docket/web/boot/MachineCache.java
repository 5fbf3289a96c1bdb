package io.docket.web.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Things prepared once per machine, by default in {@code ~/.cache/docket}; the environment variable {@code DOCKET_CACHE} moves
 * it. Each entry is a folder that appears complete or not at all. Safe for several processes at once. Deleting the cache costs
 * time and nothing else.
 */
public final class MachineCache {
    private final Path directory;

    /** A cache in the given folder, which need not exist. */
    public MachineCache(Path directory) {
        this.directory = directory;
    }

    /** The cache of the current user. */
    public static MachineCache ofUser() {
        String moved = System.getenv("DOCKET_CACHE");
        return new MachineCache(
                moved == null || moved.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".cache", "docket")
                        : Path.of(moved));
    }

    /**
     * Returns the folder of an entry, prepared now when it is not there yet.
     *
     * @param name names content and version: a changed input needs a changed name
     * @throws BootException when the cache cannot be written, or what the preparation throws
     */
    @SuppressWarnings("try") // the lock is held, not read
    public Path entry(String name, Preparation preparation) {
        Path entry = directory.resolve(name);
        if (Files.isDirectory(entry)) {
            return entry;
        }
        try {
            Files.createDirectories(directory);
            try (FileChannel lockFile = FileChannel.open(
                            directory.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = lockFile.lock()) {
                if (!Files.isDirectory(entry)) {
                    Path unfinished = directory.resolve(name + ".unfinished");
                    deleteTree(unfinished);
                    Files.createDirectories(unfinished);
                    preparation.prepare(unfinished);
                    Files.move(unfinished, entry, StandardCopyOption.ATOMIC_MOVE);
                }
                return entry;
            }
        } catch (IOException e) {
            throw new BootException(
                    "Cannot prepare " + name + " in " + directory + " (" + e.getMessage()
                            + "): free some space there, or name another folder in DOCKET_CACHE",
                    e);
        }
    }

    /** Deletes a folder with all it holds; does nothing when it is not there. */
    public static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException problem) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Copies a folder with all it holds, permissions included, to a place that does not exist yet. */
    public static void copyTree(Path from, Path to) throws IOException {
        try (var paths = Files.walk(from)) {
            paths.forEach(source -> {
                try {
                    Files.copy(source, to.resolve(from.relativize(source)), StandardCopyOption.COPY_ATTRIBUTES);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Fills a new, empty folder. */
    @FunctionalInterface
    public interface Preparation {
        /** Fills the folder, which gets its final name afterwards. */
        void prepare(Path folder) throws IOException;
    }
}
