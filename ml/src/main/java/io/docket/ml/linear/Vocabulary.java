package io.docket.ml.linear;

import java.util.Arrays;

/**
 * The features that a model knows and their weight by rarity. A feature is known by the hash of its n-gram; its index is its
 * rank in the sorted hashes. Immutable and thread-safe.
 */
final class Vocabulary {

    private final long[] hashes;
    private final float[] idf;
    private final int[] table;

    /**
     * @param hashes strictly increasing
     * @param idf inverse document frequency of each
     */
    Vocabulary(long[] hashes, float[] idf) {
        if (hashes.length != idf.length) {
            throw new IllegalArgumentException(hashes.length + " hashes, " + idf.length + " weights");
        }
        for (int i = 1; i < hashes.length; i++) {
            if (hashes[i] <= hashes[i - 1]) {
                throw new IllegalArgumentException("feature hashes are not strictly increasing at " + i);
            }
        }
        this.hashes = hashes;
        this.idf = idf;
        this.table = new int[Math.max(4, Integer.highestOneBit(Math.max(1, hashes.length)) * 4)];
        Arrays.fill(table, -1);
        for (int index = 0; index < hashes.length; index++) {
            int slot = slot(hashes[index]);
            while (table[slot] >= 0) {
                slot = (slot + 1) & (table.length - 1);
            }
            table[slot] = index;
        }
    }

    int size() {
        return hashes.length;
    }

    /** Index of a feature, or −1 when it is not known. */
    int index(long hash) {
        int slot = slot(hash);
        while (table[slot] >= 0) {
            if (hashes[table[slot]] == hash) {
                return table[slot];
            }
            slot = (slot + 1) & (table.length - 1);
        }
        return -1;
    }

    float idf(int index) {
        return idf[index];
    }

    boolean isCharacterGram(int index) {
        return FeatureReader.isCharacterGram(hashes[index]);
    }

    long[] hashes() {
        return hashes.clone();
    }

    float[] idf() {
        return idf.clone();
    }

    private int slot(long hash) {
        return (int) (hash ^ (hash >>> 32)) & (table.length - 1);
    }
}
