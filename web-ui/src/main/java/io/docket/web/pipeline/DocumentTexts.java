package io.docket.web.pipeline;

import io.docket.web.blob.BlobStore;
import io.docket.web.blob.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads extracted texts. */
@ApplicationScoped
public class DocumentTexts {
    /** Longest text that is given to a classifier or to the index in one piece, in UTF-16 units. */
    public static final int LONGEST = 2_000_000;

    private final BlobStore blobs;

    DocumentTexts(BlobStore blobs) {
        this.blobs = blobs;
    }

    /** The text, or its first {@value #LONGEST} characters. */
    public String read(String tenant, Sha256 text) {
        return read(tenant, text, LONGEST);
    }

    /**
     * The text, or its beginning.
     *
     * @param most characters (UTF-16 units) to read at most
     * @throws UncheckedIOException when the blob is missing or cannot be read
     */
    public String read(String tenant, Sha256 text, int most) {
        StringBuilder read = new StringBuilder();
        char[] buffer = new char[8_192];
        try (Reader reader =
                new BufferedReader(new InputStreamReader(blobs.open(tenant, text), StandardCharsets.UTF_8))) {
            int count = reader.read(buffer, 0, Math.min(buffer.length, most));
            while (count > 0) {
                read.append(buffer, 0, count);
                count = reader.read(buffer, 0, Math.min(buffer.length, most - read.length()));
            }
            return read.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("The text " + text + " cannot be read.", e);
        }
    }
}
