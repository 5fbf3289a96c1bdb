package io.docket.ml.text;

import java.util.HashMap;
import java.util.Map;

/**
 * fastai's word tokens: its rules ({@code xxrep}, {@code xxmaj} and so on), spaCy's English words, ids from a list of words. For
 * models imported from fastai; words outside the list are {@code xxunk}. Immutable and thread-safe.
 *
 * <p>Parts of the original that the rules drop belong to no token. Marks have an empty range, repetitions the range of the run.
 */
public final class WordTokenizer implements Tokenizer {
    private final Vocabulary vocabulary;

    public WordTokenizer(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public Encoding encode(String text) {
        EncodingBuilder encoding = new EncodingBuilder(text.length() / 4 + 16);
        split(text, (token, start, end) -> encoding.add(vocabulary.id(token), start, end));
        return encoding.build();
    }

    /** Adds how often each token occurs in a text, for {@link Vocabulary#build}. */
    public static void count(String text, Map<String, Integer> frequencies) {
        split(text, (token, start, end) -> frequencies.merge(token, 1, Integer::sum));
    }

    /** A tokeniser for the words of some texts, with fastai's defaults for the vocabulary. */
    public static WordTokenizer learn(Iterable<String> texts) {
        Map<String, Integer> frequencies = new HashMap<>();
        texts.forEach(text -> count(text, frequencies));
        return new WordTokenizer(
                Vocabulary.build(frequencies, Vocabulary.DEFAULT_MIN_FREQUENCY, Vocabulary.DEFAULT_MAX_SIZE));
    }

    @FunctionalInterface
    interface TokenSink {
        void token(String token, int start, int end);
    }

    static void split(String text, TokenSink sink) {
        sink.token(SpecialTokens.ALL.get(SpecialTokens.BEGIN), 0, 0);
        MappedText mapped = FastaiRules.apply(text);
        String rewritten = mapped.text();
        EnglishSplitter.split(
                rewritten,
                (from, to) -> sink.token(
                        rewritten.substring(from, to).replace(' ', NormalizedText.SPACE_MARK),
                        mapped.start(from),
                        mapped.end(from, to)));
    }

    @Override
    public String decode(int[] ids) {
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            if (!text.isEmpty()) {
                text.append(' ');
            }
            text.append(vocabulary.token(id));
        }
        return text.toString();
    }
}
