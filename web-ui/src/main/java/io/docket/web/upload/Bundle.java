package io.docket.web.upload;

import io.docket.web.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Many small files in one request, as a tar archive that is read while it arrives: one request for each file of two
 * kilobytes would spend more on the request than on the file. The archive is only the envelope; its files are received as if
 * each had been sent alone.
 */
final class Bundle implements Iterator<FileReception.SentFile> {
    /** Most files of one bundle. */
    static final int MOST_FILES = 10_000;

    private final TarArchiveInputStream tar;
    private Optional<TarArchiveEntry> next = Optional.empty();
    private int seen;

    Bundle(InputStream body) {
        tar = new TarArchiveInputStream(body, StandardCharsets.UTF_8.name());
    }

    @Override
    public boolean hasNext() {
        if (next.isEmpty()) {
            next = advance();
        }
        return next.isPresent();
    }

    @Override
    public FileReception.SentFile next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        TarArchiveEntry entry = next.orElseThrow();
        next = Optional.empty();
        return new FileReception.SentFile(entry.getName(), () -> bytes(entry));
    }

    private Optional<TarArchiveEntry> advance() {
        try {
            TarArchiveEntry entry = tar.getNextEntry();
            while (entry != null && entry.isDirectory()) {
                entry = tar.getNextEntry();
            }
            if (entry != null && ++seen > MOST_FILES) {
                throw new ProblemException(
                        413,
                        "Bundle too long",
                        "A bundle has at most " + MOST_FILES
                                + " files: those before were received, send the others in further bundles.");
            }
            return Optional.ofNullable(entry);
        } catch (IllegalArgumentException | IOException e) {
            throw new UncheckedIOException(judged(e));
        }
    }

    /** Tells an archive that cannot be read from a connection that broke: the library reports both alike. */
    private IOException judged(Exception thrown) {
        boolean archive = thrown instanceof IllegalArgumentException
                || thrown.getCause() instanceof IllegalArgumentException
                || String.valueOf(thrown.getMessage()).toUpperCase(Locale.ROOT).contains("TAR");
        return archive || !(thrown instanceof IOException connection) ? new Broken(seen, thrown) : connection;
    }

    /** The archive cannot be read on. */
    static final class Broken extends IOException {
        private Broken(int seen, Exception cause) {
            super(
                    "The bundle cannot be read as a tar archive after " + seen + " files (" + cause.getMessage()
                            + "): those before may have been received, send it again.",
                    cause);
        }
    }

    private InputStream bytes(TarArchiveEntry entry) {
        if (!entry.isFile() || entry.isLink() || entry.isSymbolicLink()) {
            throw new ProblemException(
                    400,
                    "Not a file",
                    "\"" + UploadPath.visible(entry.getName(), UploadPath.LONGEST)
                            + "\" is a link or a device in the bundle: send the file itself.");
        }
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] buffer, int from, int length) throws IOException {
                try {
                    return tar.read(buffer, from, length);
                } catch (IOException e) {
                    throw judged(e);
                }
            }
        };
    }
}
