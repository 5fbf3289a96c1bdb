package io.docket.ingest.worker;

import io.docket.ingest.EmbeddedKind;
import io.docket.ingest.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import net.lingala.zip4j.ZipFile;
import net.lingala.zip4j.model.FileHeader;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.tika.exception.EncryptedDocumentException;

/** Unpacks zip archives with encrypted entries, which Tika's parser cannot: ZipCrypto and WinZip AES, with a list of passwords. */
final class EncryptedZipReader {

    /** Whether any entry of the archive that the detector opened is encrypted. */
    boolean hasEncryptedEntries(org.apache.commons.compress.archivers.zip.ZipFile archive) {
        Enumeration<ZipArchiveEntry> entries = archive.getEntries();
        while (entries.hasMoreElements()) {
            if (entries.nextElement().getGeneralPurposeBit().usesEncryption()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Writes out every entry that a password opens and announces the others as encrypted.
     *
     * @throws EncryptedDocumentException when an entry stayed closed
     */
    void unpack(ParseTask task, ChildWriter children) throws IOException, EncryptedDocumentException {
        boolean closed = false;
        try (ZipFile zip = new ZipFile(task.file().toFile())) {
            for (FileHeader entry : zip.getFileHeaders()) {
                if (entry.isDirectory()) {
                    continue;
                }
                Optional<InputStream> content = open(zip, entry, task.passwords());
                if (content.isPresent()) {
                    try (InputStream stream = content.get()) {
                        children.add(entry.getFileName(), EmbeddedKind.ATTACHMENT, Optional.empty(), stream);
                    }
                } else {
                    closed = true;
                    children.addUnreadable(
                            entry.getFileName(),
                            EmbeddedKind.ATTACHMENT,
                            Outcome.ENCRYPTED,
                            "encrypted, and no given password opens it");
                }
            }
        }
        if (closed) {
            throw new EncryptedDocumentException("entries are encrypted");
        }
    }

    private static Optional<InputStream> open(ZipFile zip, FileHeader entry, List<String> passwords)
            throws IOException {
        if (!entry.isEncrypted()) {
            return Optional.of(zip.getInputStream(entry));
        }
        for (String password : passwords) {
            zip.setPassword(password.toCharArray());
            if (opens(zip, entry)) {
                return Optional.of(zip.getInputStream(entry));
            }
        }
        return Optional.empty();
    }

    /**
     * Reads the entry to its end: the check bytes of ZipCrypto let one wrong password in 256 begin to read, only the
     * checksum at the end tells.
     */
    private static boolean opens(ZipFile zip, FileHeader entry) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        try (InputStream trial = zip.getInputStream(entry)) {
            while (trial.read(buffer) >= 0) {
                // Only the end matters.
            }
            return true;
        } catch (IOException wrongPassword) {
            return false;
        }
    }
}
