package io.docket.ml.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.docket.ml.text.SubwordTokenizer;
import io.docket.ml.text.Tokenizer;
import io.docket.ml.text.Vocabulary;
import io.docket.ml.text.WordTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A tokeniser as a JSON file: its kind and all its tokens in the order of their ids. */
public final class TokenizerFile {
    private static final String SUBWORD = "subword-bpe";
    private static final String WORDS = "fastai-words";
    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private record Content(String kind, int version, List<String> tokens) {}

    private TokenizerFile() {}

    /** Writes the tokeniser; an existing file is replaced. */
    public static void write(Tokenizer tokenizer, Path file) throws IOException {
        String kind =
                switch (tokenizer) {
                    case SubwordTokenizer subword -> SUBWORD;
                    case WordTokenizer words -> WORDS;
                };
        Content content = new Content(kind, VERSION, tokenizer.vocabulary().tokens());
        Files.write(file, JSON.writeValueAsBytes(content));
    }

    /**
     * Reads a tokeniser.
     *
     * @throws IOException when the file cannot be read or is no tokeniser; the message names the file
     */
    public static Tokenizer read(Path file) throws IOException {
        Content content;
        try {
            content = JSON.readValue(Files.readAllBytes(file), Content.class);
            if (content == null) {
                throw new DamagedFileException(file, "is empty");
            }
        } catch (JsonProcessingException e) {
            throw new DamagedFileException(file, "is not a tokeniser: " + e.getOriginalMessage(), e);
        }
        boolean known = SUBWORD.equals(content.kind()) || WORDS.equals(content.kind());
        if (content.tokens() == null || content.version() != VERSION || !known) {
            throw new DamagedFileException(
                    file,
                    "holds a tokeniser of kind " + content.kind() + ", version " + content.version()
                            + "; this program reads " + SUBWORD + " and " + WORDS + ", version " + VERSION);
        }
        try {
            return SUBWORD.equals(content.kind())
                    ? new SubwordTokenizer(content.tokens())
                    : new WordTokenizer(new Vocabulary(content.tokens()));
        } catch (IllegalArgumentException e) {
            throw new DamagedFileException(file, "is damaged: " + e.getMessage(), e);
        }
    }
}
