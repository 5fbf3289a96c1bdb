package io.docket.ml.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/**
 * Which two pieces join to which third: an open hash table from a pair of ids to the id of their concatenation, filled from the
 * list of pieces alone. Read-only after construction and thread-safe.
 */
final class PieceTable {
    private static final long EMPTY = -1;

    private final long[] keys;
    private final int[] values;
    private final int mask;

    /**
     * @param firstPiece the lowest id that takes part; marks and bytes below it never join
     */
    PieceTable(List<String> pieces, int firstPiece) {
        var ids = new HashMap<String, Integer>();
        for (int id = firstPiece; id < pieces.size(); id++) {
            ids.put(pieces.get(id), id);
        }
        int capacity = Integer.highestOneBit(Math.max(16, pieces.size() * 16)) * 2;
        keys = new long[capacity];
        values = new int[capacity];
        mask = capacity - 1;
        Arrays.fill(keys, EMPTY);
        for (int id = firstPiece; id < pieces.size(); id++) {
            String piece = pieces.get(id);
            for (int cut = 1; cut < piece.length(); cut++) {
                Integer left = ids.get(piece.substring(0, cut));
                Integer right = ids.get(piece.substring(cut));
                if (left != null && right != null) {
                    put(key(left, right), id);
                }
            }
        }
    }

    /** The id of the joined piece, or -1 when the two do not join. */
    int join(int left, int right) {
        long key = key(left, right);
        for (int slot = slot(key); keys[slot] != EMPTY; slot = slot + 1 & mask) {
            if (keys[slot] == key) {
                return values[slot];
            }
        }
        return -1;
    }

    private void put(long key, int value) {
        int slot = slot(key);
        while (keys[slot] != EMPTY) {
            slot = slot + 1 & mask;
        }
        keys[slot] = key;
        values[slot] = value;
    }

    private int slot(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & mask;
    }

    private static long key(int left, int right) {
        return (long) left << 32 | right;
    }
}
