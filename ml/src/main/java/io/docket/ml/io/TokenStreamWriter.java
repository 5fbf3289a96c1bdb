package io.docket.ml.io;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.docket.ml.text.Encoding;
import io.docket.ml.text.Tokenizer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes an encoded corpus: the ids of all documents behind one another as little-endian unsigned 16-bit numbers, each document
 * beginning with {@code xxbos} (id 2), and beside it {@code NAME.json} with the counts from which perplexity per word and bits per
 * character follow. For one thread.
 */
public final class TokenStreamWriter implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path file;
    private final Tokenizer tokenizer;
    private final OutputStream out;
    private long documents;
    private long tokens;
    private long words;
    private long characters;

    /**
     * What an encoded corpus holds.
     *
     * @param documents documents
     * @param tokens ids, {@code xxbos} included
     * @param words maximal runs without white space in the original text
     * @param characters Unicode code points of the original text, one line feed between paragraphs included
     * @param vocabulary rows of the vocabulary
     * @param vocabularyFingerprint SHA-256 of the vocabulary
     */
    public record Counts(
            long documents, long tokens, long words, long characters, int vocabulary, String vocabularyFingerprint) {}

    /**
     * @throws IllegalArgumentException when the vocabulary has more than 65,536 rows
     */
    public TokenStreamWriter(Path file, Tokenizer tokenizer) throws IOException {
        if (tokenizer.vocabulary().size() > 1 << 16) {
            throw new IllegalArgumentException("A token stream holds 16-bit ids; this vocabulary has "
                    + tokenizer.vocabulary().size() + " rows");
        }
        this.file = file;
        this.tokenizer = tokenizer;
        this.out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
    }

    /** Appends one document. */
    public void add(String document) throws IOException {
        Encoding encoding = tokenizer.encode(document);
        byte[] bytes = new byte[2 * encoding.size()];
        for (int i = 0; i < encoding.size(); i++) {
            bytes[2 * i] = (byte) encoding.id(i);
            bytes[2 * i + 1] = (byte) (encoding.id(i) >>> 8);
        }
        out.write(bytes);
        documents++;
        tokens += encoding.size();
        words += countWords(document);
        characters += document.codePointCount(0, document.length());
    }

    /** The counts so far. */
    public Counts counts() {
        return new Counts(
                documents,
                tokens,
                words,
                characters,
                tokenizer.vocabulary().size(),
                tokenizer.vocabulary().fingerprint());
    }

    /** Completes the stream and writes the counts beside it. */
    @Override
    public void close() throws IOException {
        out.close();
        JSON.writeValue(file.resolveSibling(file.getFileName() + ".json").toFile(), counts());
    }

    private static long countWords(String text) {
        long words = 0;
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            boolean space = Character.isWhitespace(text.charAt(i));
            if (!space && !inside) {
                words++;
            }
            inside = !space;
        }
        return words;
    }
}
