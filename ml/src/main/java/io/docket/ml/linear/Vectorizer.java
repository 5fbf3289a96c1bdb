package io.docket.ml.linear;

import java.util.Arrays;
import java.util.List;

/**
 * Turns texts into TF-IDF vectors: the weight of a feature is (1 + ln count) × idf, idf = ln((1 + texts) / (1 + texts with
 * it)) + 1 (the formulas of scikit-learn's {@code sublinear_tf} and {@code smooth_idf}); the word part and the character part
 * are scaled to fixed lengths each, so that neither drowns the other. Immutable and thread-safe.
 */
final class Vectorizer {

    /** Above this many distinct n-grams, those met once so far are forgotten: bounds the memory of learning a vocabulary. */
    private static final int MAX_COUNTED = 6_000_000;

    private final FeatureSettings settings;
    private final Vocabulary vocabulary;

    Vectorizer(FeatureSettings settings, Vocabulary vocabulary) {
        this.settings = settings;
        this.vocabulary = vocabulary;
    }

    /** Learns the vocabulary and the rarity of its features from texts. */
    static Vectorizer learn(FeatureSettings settings, List<String> texts) {
        LongCounter documentCounts = new LongCounter();
        LongCounter ofText = new LongCounter();
        FeatureReader reader = new FeatureReader(settings);
        Counting counting = new Counting(ofText);
        for (String text : texts) {
            ofText.clear();
            reader.read(text, counting);
            ofText.forEach((hash, count) -> documentCounts.add(hash, 1));
            if (documentCounts.size() > MAX_COUNTED) {
                documentCounts.dropSingletons();
            }
        }
        long[] hashes = mostFrequent(documentCounts, settings.maxFeatures());
        float[] idf = new float[hashes.length];
        documentCounts.forEach((hash, count) -> {
            int index = Arrays.binarySearch(hashes, hash);
            if (index >= 0) {
                idf[index] = (float) (Math.log((1.0 + texts.size()) / (1.0 + count)) + 1);
            }
        });
        return new Vectorizer(settings, new Vocabulary(hashes, idf));
    }

    /** Knows no feature. */
    static Vectorizer empty(FeatureSettings settings) {
        return new Vectorizer(settings, new Vocabulary(new long[0], new float[0]));
    }

    FeatureSettings settings() {
        return settings;
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    /** The vector of a text; unknown n-grams are left out. */
    SparseVector vector(String text) {
        LongCounter known = new LongCounter();
        // a key is an index + 1, so that it is not 0
        new FeatureReader(settings).read(text, new FeatureReader.Sink() {
            @Override
            public void wordGram(long hash, int firstWord, int words) {
                count(hash);
            }

            @Override
            public void characterGram(long hash, int word) {
                count(hash);
            }

            private void count(long hash) {
                int index = vocabulary.index(hash);
                if (index >= 0) {
                    known.add(index + 1L, 1);
                }
            }
        });
        long[] packed = new long[known.size()];
        int[] next = {0};
        known.forEach((key, count) -> packed[next[0]++] = (key - 1) << 32 | count);
        Arrays.sort(packed);
        int[] indices = new int[packed.length];
        float[] values = new float[packed.length];
        double wordSquares = 0;
        double characterSquares = 0;
        for (int i = 0; i < packed.length; i++) {
            indices[i] = (int) (packed[i] >>> 32);
            values[i] = (float) ((1 + Math.log((int) packed[i])) * vocabulary.idf(indices[i]));
            double square = (double) values[i] * values[i];
            if (vocabulary.isCharacterGram(indices[i])) {
                characterSquares += square;
            } else {
                wordSquares += square;
            }
        }
        float wordScale = scale(wordSquares, 1);
        float characterScale = scale(characterSquares, settings.characterWeight());
        for (int i = 0; i < indices.length; i++) {
            values[i] *= vocabulary.isCharacterGram(indices[i]) ? characterScale : wordScale;
        }
        return new SparseVector(indices, values);
    }

    private static float scale(double squares, float length) {
        return squares == 0 ? 0 : (float) (length / Math.sqrt(squares));
    }

    /** The hashes of the features with the highest document counts, ties by hash, sorted by hash. */
    private static long[] mostFrequent(LongCounter documentCounts, int limit) {
        int[] byCount = new int[1 << 16];
        documentCounts.forEach((hash, count) -> byCount[Math.min(count, byCount.length - 1)]++);
        int threshold = byCount.length - 1;
        int above = 0;
        while (threshold > 1 && above + byCount[threshold] <= limit) {
            above += byCount[threshold--];
        }
        int last = threshold;
        int[] sizes = {0, 0};
        long[] kept = new long[above];
        long[] tied = new long[byCount[last]];
        documentCounts.forEach((hash, count) -> {
            int clamped = Math.min(count, byCount.length - 1);
            if (clamped > last) {
                kept[sizes[0]++] = hash;
            } else if (clamped == last) {
                tied[sizes[1]++] = hash;
            }
        });
        Arrays.sort(tied);
        int room = Math.min(tied.length, limit - above);
        long[] hashes = Arrays.copyOf(kept, above + room);
        System.arraycopy(tied, 0, hashes, above, room);
        Arrays.sort(hashes);
        return hashes;
    }

    private record Counting(LongCounter counter) implements FeatureReader.Sink {
        @Override
        public void wordGram(long hash, int firstWord, int words) {
            counter.add(hash, 1);
        }

        @Override
        public void characterGram(long hash, int word) {
            counter.add(hash, 1);
        }
    }
}
