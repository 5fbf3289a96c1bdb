package io.docket.web.boot;

import java.io.IOException;
import java.io.Reader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * The one folder with everything an appliance keeps. Held by one process at a time, which writes down how it is reached.
 */
final class DataDirectory implements AutoCloseable {
    /** Counts up when the layout of the folder changes so that an older Docket could not read it. */
    static final int FORMAT = 1;

    private static final long LEAST_FREE_BYTES = 1_000_000_000L;
    private static final String RUN_FILE = "run.properties";
    private static final String FORMAT_FILE = "format";
    private static final String LOCK_FILE = "docket.lock";

    private final Path directory;
    private final FileChannel channel;

    private DataDirectory(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * A running appliance.
     *
     * @param process number of its process
     * @param address where browsers reach it
     * @param health where its state is read
     */
    record Run(long process, String address, String health) {}

    /**
     * Takes the folder for this process; creates it when it does not exist.
     *
     * @throws BootException when another process has it, a newer Docket wrote it, or the disk is nearly full
     */
    static DataDirectory take(Path directory) {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            FileChannel channel =
                    FileChannel.open(directory.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw new BootException("Data directory " + directory + " is in use"
                        + run(directory)
                                .map(run -> " by process " + run.process())
                                .orElse("")
                        + ": './docket stop --data " + directory + "' ends it, or give another --data");
            }
            try {
                checkFormat(directory);
                checkSpace(directory);
            } catch (BootException e) {
                channel.close();
                throw e;
            }
            return new DataDirectory(directory, channel);
        } catch (IOException e) {
            throw new BootException(
                    "Cannot use data directory " + directory + " (" + e.getMessage() + "): give another --data", e);
        }
    }

    /** Whether an appliance has kept its data in a folder before. */
    static boolean isOne(Path directory) {
        return Files.exists(directory.resolve(FORMAT_FILE));
    }

    /** The appliance that runs over a folder now; empty when none does. */
    static Optional<Run> running(Path directory) {
        Path lockFile = directory.resolve(LOCK_FILE);
        if (!Files.exists(lockFile)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                lock.release();
                return Optional.empty();
            }
            return run(directory);
        } catch (IOException e) {
            throw new BootException("Cannot read " + lockFile + ": " + e.getMessage(), e);
        }
    }

    /** The folder. */
    Path path() {
        return directory;
    }

    /** Writes down how this process is reached. */
    void announce(Run run) {
        Path unfinished = directory.resolve(RUN_FILE + ".unfinished");
        try {
            Files.writeString(
                    unfinished,
                    "process=" + run.process() + "\naddress=" + run.address() + "\nhealth=" + run.health() + "\n");
            Files.move(unfinished, directory.resolve(RUN_FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new BootException("Cannot write " + unfinished + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(directory.resolve(RUN_FILE));
            channel.close();
        } catch (IOException e) {
            throw new BootException("Cannot release data directory " + directory + ": " + e.getMessage(), e);
        }
    }

    private static Optional<Run> run(Path directory) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(directory.resolve(RUN_FILE))) {
            properties.load(reader);
            return Optional.of(new Run(
                    Long.parseLong(properties.getProperty("process", "0")),
                    properties.getProperty("address", ""),
                    properties.getProperty("health", "")));
        } catch (IOException notAnnouncedYet) {
            return Optional.empty();
        }
    }

    private static void checkFormat(Path directory) throws IOException {
        Path file = directory.resolve(FORMAT_FILE);
        if (!Files.exists(file)) {
            Files.writeString(file, FORMAT + "\n");
            return;
        }
        String found = Files.readString(file).strip();
        if (!found.equals(Integer.toString(FORMAT))) {
            throw new BootException(
                    "Data directory " + directory + " has format " + found + ", this Docket reads format " + FORMAT
                            + ": use the Docket that wrote it, or give another --data");
        }
    }

    private static void checkSpace(Path directory) throws IOException {
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free < LEAST_FREE_BYTES) {
            throw new BootException(String.format(
                    Locale.ROOT,
                    "The disk of %s has %d MB left, Docket needs %d MB to start: free some, or give another --data",
                    directory,
                    free / 1_000_000,
                    LEAST_FREE_BYTES / 1_000_000));
        }
    }
}
