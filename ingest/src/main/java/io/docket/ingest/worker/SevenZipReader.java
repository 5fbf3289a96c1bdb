package io.docket.ingest.worker;

import io.docket.ingest.EmbeddedKind;
import io.docket.ingest.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.PasswordRequiredException;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZFile;
import org.apache.tika.exception.EncryptedDocumentException;

/**
 * Unpacks 7z archives with a list of passwords, whether only their contents are encrypted or their names too. Tika's parser meets
 * encrypted contents only while it reads an entry, when it is too late to try another password; it also gives up on entries without
 * a time, and lets an archive ask for any amount of memory.
 */
final class SevenZipReader {
    private static final int BUFFER = 64 * 1024;

    private SevenZipReader() {}

    /**
     * Writes out every entry, or announces each as encrypted.
     *
     * @return whether there are any
     * @throws EncryptedDocumentException when no password opens it
     */
    static boolean unpack(ParseTask task, Path archive, ChildWriter children)
            throws IOException, EncryptedDocumentException {
        Optional<String> password = Optional.empty();
        if (needsPassword(archive)) {
            password = passwordOf(archive, task.passwords());
            if (password.isEmpty()) {
                announce(archive, children);
                throw new EncryptedDocumentException("entries are encrypted");
            }
        }
        boolean any = false;
        try (SevenZFile file = open(archive, password)) {
            for (SevenZArchiveEntry entry = file.getNextEntry(); entry != null; entry = file.getNextEntry()) {
                if (!entry.isDirectory() && !entry.isAntiItem()) {
                    any = true;
                    children.add(name(entry), EmbeddedKind.ATTACHMENT, Optional.empty(), new Entry(file));
                }
            }
        }
        return any;
    }

    private static boolean needsPassword(Path archive) throws IOException {
        try {
            readFirstEntry(archive, Optional.empty());
            return false;
        } catch (PasswordRequiredException closed) {
            return true;
        }
    }

    /** The first password with which the first entry can be read to its end, where its checksum is. */
    private static Optional<String> passwordOf(Path archive, List<String> passwords) {
        for (String password : passwords) {
            try {
                readFirstEntry(archive, Optional.of(password));
                return Optional.of(password);
            } catch (IOException | RuntimeException wrong) {
                // A wrong password looks like damage.
            }
        }
        return Optional.empty();
    }

    /** As far as the names lie open. */
    private static void announce(Path archive, ChildWriter children) throws IOException {
        List<String> names = new ArrayList<>();
        try (SevenZFile file = open(archive, Optional.empty())) {
            for (SevenZArchiveEntry entry : file.getEntries()) {
                if (!entry.isDirectory() && !entry.isAntiItem()) {
                    names.add(name(entry));
                }
            }
        } catch (PasswordRequiredException namesAreEncryptedToo) {
            return;
        }
        for (String name : names) {
            children.addUnreadable(
                    name, EmbeddedKind.ATTACHMENT, Outcome.ENCRYPTED, "encrypted, and no given password opens it");
        }
    }

    private static void readFirstEntry(Path archive, Optional<String> password) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (SevenZFile file = open(archive, password)) {
            for (SevenZArchiveEntry entry = file.getNextEntry(); entry != null; entry = file.getNextEntry()) {
                if (entry.hasStream()) {
                    int count = file.read(buffer);
                    // Without a password one read tells whether one is needed; with one, only the checksum at the end
                    // does.
                    while (count >= 0 && password.isPresent()) {
                        count = file.read(buffer);
                    }
                    return;
                }
            }
        }
    }

    private static SevenZFile open(Path archive, Optional<String> password) throws IOException {
        SevenZFile.Builder builder = SevenZFile.builder().setPath(archive).setMaxMemoryLimitKiB((int)
                (Runtime.getRuntime().maxMemory() / 2 / 1024));
        password.ifPresent(builder::setPassword);
        return builder.get();
    }

    private static String name(SevenZArchiveEntry entry) {
        return entry.getName() == null ? "" : entry.getName();
    }

    /** The bytes of the entry that the archive stands at; closing it leaves the archive open. */
    private static final class Entry extends InputStream {
        private final SevenZFile file;

        Entry(SevenZFile file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            return file.read();
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            return file.read(bytes, from, length);
        }
    }
}
