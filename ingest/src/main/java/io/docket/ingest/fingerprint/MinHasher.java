package io.docket.ingest.fingerprint;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import java.util.Optional;

/**
 * Makes signatures of texts (MinHash, Broder 1997) over shingles of {@value #SHINGLE} consecutive words without case,
 * punctuation and layout. Deterministic: the hash functions are derived from a fixed seed, so that signatures stored by
 * one version can be compared with those of the next. Safe for use by several threads.
 */
public final class MinHasher {
    /** Words in a shingle; five is customary for prose: three makes contracts of one kind too alike. */
    public static final int SHINGLE = 5;

    /** Texts shorter than this are boilerplate or fragments whose similarity means nothing. */
    public static final int FEWEST_WORDS = 20;

    private static final long SEED = 0x446f636b6574L;

    private final long[] multipliers = new long[MinHashSignature.LENGTH];
    private final long[] offsets = new long[MinHashSignature.LENGTH];

    /** Prepares the hash functions. */
    public MinHasher() {
        long state = SEED;
        for (int i = 0; i < MinHashSignature.LENGTH; i++) {
            state += 0x9e3779b97f4a7c15L;
            multipliers[i] = mix(state) | 1;
            state += 0x9e3779b97f4a7c15L;
            offsets[i] = mix(state);
        }
    }

    /** The signature of a text; empty when it has fewer than {@value #FEWEST_WORDS} words. */
    public Optional<MinHashSignature> signature(Reader text) throws IOException {
        Shingles shingles = new Shingles();
        Words.forEach(text, shingles::add);
        return shingles.signature();
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
    static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /** The last words met, and the minima over all shingles so far. */
    private final class Shingles {
        private final long[] lastWords = new long[SHINGLE];
        private final int[] minima = new int[MinHashSignature.LENGTH];
        private long words;

        Shingles() {
            Arrays.fill(minima, Integer.MAX_VALUE);
        }

        void add(String word) {
            long hash = 0;
            for (int i = 0; i < word.length(); i++) {
                hash = hash * 31 + word.charAt(i);
            }
            lastWords[(int) (words % SHINGLE)] = mix(hash);
            words++;
            if (words >= SHINGLE) {
                meet(shingle());
            }
        }

        private long shingle() {
            long hash = 1;
            for (int i = 0; i < SHINGLE; i++) {
                hash = mix(hash + lastWords[(int) ((words + i) % SHINGLE)]);
            }
            return hash;
        }

        private void meet(long shingle) {
            for (int i = 0; i < minima.length; i++) {
                // Multiply-shift hashing (Dietzfelbinger et al. 1997): the high bits are the good ones.
                int hash = (int) ((multipliers[i] * shingle + offsets[i]) >>> 33);
                if (hash < minima[i]) {
                    minima[i] = hash;
                }
            }
        }

        Optional<MinHashSignature> signature() {
            return words < FEWEST_WORDS ? Optional.empty() : Optional.of(new MinHashSignature(minima));
        }
    }
}
