package io.docket.ml.linear;

/**
 * Turns a text into n-gram hashes, each with the words that it covers. The lowest bit of a hash tells the kind: 0 for a run of
 * words, 1 for a run of characters; no hash is 0. Not thread-safe; reuse one instance per thread.
 */
final class FeatureReader {

    private final FeatureSettings settings;
    private final Words words = new Words();

    FeatureReader(FeatureSettings settings) {
        this.settings = settings;
    }

    /** Receives the n-grams of a text. */
    interface Sink {

        /** A run of words. */
        void wordGram(long hash, int firstWord, int words);

        /** A run of characters inside one word. */
        void characterGram(long hash, int word);
    }

    /** Reads a text; n-grams come in the order of their first word. */
    void read(CharSequence text, Sink sink) {
        words.read(text);
        for (int first = 0; first < words.count(); first++) {
            long hash = Hash64.START;
            for (int run = 1; run <= settings.wordGrams() && first + run <= words.count(); run++) {
                hash = Hash64.step(hash, words.hash(first + run - 1));
                sink.wordGram(wordHash(Hash64.step(hash, run)), first, run);
            }
            if (settings.hasCharacters()) {
                readCharacters(text, first, sink);
            }
        }
    }

    /** The words of the text read last. */
    Words words() {
        return words;
    }

    /** Whether a feature is a run of characters. */
    static boolean isCharacterGram(long hash) {
        return (hash & 1) != 0;
    }

    private static long wordHash(long hash) {
        long even = hash & ~1L;
        return even == 0 ? 2 : even;
    }

    private void readCharacters(CharSequence text, int word, Sink sink) {
        int start = words.start(word);
        int padded = words.end(word) - start + 2;
        for (int from = 0; from < padded; from++) {
            long hash = Hash64.START;
            for (int length = 1; length <= settings.longestCharacterGram() && from + length <= padded; length++) {
                int at = from + length - 1;
                // the word is read with a boundary on either side, UTF-16 unit by unit: n-grams need no code points
                int unit = at == 0 || at == padded - 1 ? ' ' : Character.toLowerCase(text.charAt(start + at - 1));
                hash = Hash64.step(hash, unit);
                if (length >= settings.shortestCharacterGram()) {
                    sink.characterGram(Hash64.step(hash, 0) | 1, word);
                }
            }
        }
    }
}
