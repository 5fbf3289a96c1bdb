package io.docket.ml.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The tokens of a model; a token's id is its row in the embedding matrix. Immutable and thread-safe.
 *
 * <p>fastai pads its lists with {@code xxfake} so that the matrix has a size that graphics cards like. Such a filler, like any
 * other repeated entry, keeps its row and is never looked up: the first entry with a text wins.
 */
public final class Vocabulary {
    /** fastai's filler entry. */
    public static final String FILLER = "xxfake";
    /** fastai's default for the smallest number of times a word must occur. */
    public static final int DEFAULT_MIN_FREQUENCY = 3;
    /** fastai's default for the largest vocabulary, specials included. */
    public static final int DEFAULT_MAX_SIZE = 60_000;

    private final List<String> tokens;
    private final Map<String, Integer> ids;
    private final int unknownId;

    /**
     * @param tokens every token in the order of its id; must hold {@code xxunk}, {@code xxpad} and {@code xxbos} somewhere (fastai
     *     version 1 has them in another order than version 2)
     * @throws IllegalArgumentException when one of these is missing
     */
    public Vocabulary(List<String> tokens) {
        this.tokens = List.copyOf(tokens);
        this.ids = HashMap.newHashMap(tokens.size());
        for (int id = 0; id < tokens.size(); id++) {
            ids.putIfAbsent(tokens.get(id), id);
        }
        ids.remove(FILLER);
        for (int special : new int[] {SpecialTokens.UNKNOWN, SpecialTokens.PADDING, SpecialTokens.BEGIN}) {
            if (!ids.containsKey(SpecialTokens.ALL.get(special))) {
                throw new IllegalArgumentException("A vocabulary of " + tokens.size() + " tokens lacks "
                        + SpecialTokens.ALL.get(special) + "; was it made by another kind of model?");
            }
        }
        this.unknownId = ids.get(SpecialTokens.ALL.get(SpecialTokens.UNKNOWN));
    }

    /**
     * Builds a word vocabulary as fastai version 2 does: the specials, then the most frequent words down to
     * {@code minFrequency}, cut to {@code maxSize}, then {@value #FILLER} up to the next multiple of eight. A list whose length
     * is a multiple of eight already gets eight more: that is fastai's formula, kept so that sizes agree. Equally frequent words
     * are ordered by text, so that the same counts always give the same vocabulary.
     *
     * @param frequencies how often each word occurs
     */
    public static Vocabulary build(Map<String, Integer> frequencies, int minFrequency, int maxSize) {
        List<String> words = new ArrayList<>(SpecialTokens.ALL);
        frequencies.entrySet().stream()
                .filter(entry -> entry.getValue() >= minFrequency)
                .filter(entry -> !SpecialTokens.ALL.contains(entry.getKey()) && !FILLER.equals(entry.getKey()))
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(Math.max(0, maxSize - SpecialTokens.ALL.size()))
                .forEach(entry -> words.add(entry.getKey()));
        int fillers = 8 - words.size() % 8;
        for (int i = 0; i < fillers; i++) {
            words.add(FILLER);
        }
        return new Vocabulary(words);
    }

    /** The number of rows, fillers included. */
    public int size() {
        return tokens.size();
    }

    /** Every token in the order of its id. */
    public List<String> tokens() {
        return tokens;
    }

    /**
     * The text of a token.
     *
     * @throws IndexOutOfBoundsException when the id is not below {@link #size()}
     */
    public String token(int id) {
        return tokens.get(Objects.checkIndex(id, tokens.size()));
    }

    /** The id of a token, or the id of {@code xxunk}. */
    public int id(String token) {
        return ids.getOrDefault(token, unknownId);
    }

    /** Whether the token has a row of its own. */
    public boolean contains(String token) {
        return ids.containsKey(token);
    }

    /** SHA-256 over all tokens, as lower-case hexadecimal: two models with this in common share their ids. */
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String token : tokens) {
                digest.update(token.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vocabulary vocabulary && tokens.equals(vocabulary.tokens);
    }

    @Override
    public int hashCode() {
        return tokens.hashCode();
    }

    @Override
    public String toString() {
        return "Vocabulary[" + tokens.size() + " tokens]";
    }
}
