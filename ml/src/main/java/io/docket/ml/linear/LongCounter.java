package io.docket.ml.linear;

import java.util.Arrays;

/**
 * Counts 64-bit keys: open addressing, linear probing, at most half full. Keys are not 0.
 * Not thread-safe.
 */
final class LongCounter {

    private long[] keys = new long[256];
    private int[] counts = new int[256];
    private int size;

    void add(long key, int amount) {
        int slot = slot(keys, key);
        if (keys[slot] == 0) {
            keys[slot] = key;
            size++;
            counts[slot] = amount;
            if (2 * size > keys.length) {
                grow();
            }
        } else {
            counts[slot] += amount;
        }
    }

    /** How often a key was counted. */
    int count(long key) {
        return counts[slot(keys, key)];
    }

    int size() {
        return size;
    }

    void clear() {
        if (keys.length > 1 << 16) {
            keys = new long[256];
            counts = new int[256];
        } else {
            Arrays.fill(keys, 0);
            Arrays.fill(counts, 0);
        }
        size = 0;
    }

    /** Forgets the keys that were counted once. */
    void dropSingletons() {
        long[] oldKeys = keys;
        int[] oldCounts = counts;
        keys = new long[oldKeys.length];
        counts = new int[oldKeys.length];
        size = 0;
        for (int slot = 0; slot < oldKeys.length; slot++) {
            if (oldKeys[slot] != 0 && oldCounts[slot] > 1) {
                add(oldKeys[slot], oldCounts[slot]);
            }
        }
    }

    /** Visits each key once, in no particular order. */
    void forEach(Visitor visitor) {
        for (int slot = 0; slot < keys.length; slot++) {
            if (keys[slot] != 0) {
                visitor.visit(keys[slot], counts[slot]);
            }
        }
    }

    @FunctionalInterface
    interface Visitor {
        void visit(long key, int count);
    }

    private void grow() {
        long[] moreKeys = new long[2 * keys.length];
        int[] moreCounts = new int[2 * keys.length];
        for (int slot = 0; slot < keys.length; slot++) {
            if (keys[slot] != 0) {
                int to = slot(moreKeys, keys[slot]);
                moreKeys[to] = keys[slot];
                moreCounts[to] = counts[slot];
            }
        }
        keys = moreKeys;
        counts = moreCounts;
    }

    private static int slot(long[] keys, long key) {
        int mask = keys.length - 1;
        int slot = (int) (key ^ (key >>> 32)) & mask;
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
