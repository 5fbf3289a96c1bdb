package io.docket.ml.text;

import java.util.Arrays;
import java.util.Objects;

/**
 * The tokens of one text. Token {@code i} stands for the characters {@code [start(i), end(i))} of the original text, counted in
 * UTF-16 units as {@link String} does; marks such as {@code xxbos} that stand for no characters have an empty range where they
 * belong. Ranges never run backwards. Immutable and thread-safe.
 */
public final class Encoding {
    private final int[] ids;
    private final int[] starts;
    private final int[] ends;

    Encoding(int[] ids, int[] starts, int[] ends) {
        this.ids = ids;
        this.starts = starts;
        this.ends = ends;
    }

    /** The number of tokens. */
    public int size() {
        return ids.length;
    }

    /** The id of token {@code index}. */
    public int id(int index) {
        return ids[Objects.checkIndex(index, ids.length)];
    }

    /** The first character of token {@code index}. */
    public int start(int index) {
        return starts[Objects.checkIndex(index, ids.length)];
    }

    /** The character behind the last one of token {@code index}. */
    public int end(int index) {
        return ends[Objects.checkIndex(index, ids.length)];
    }

    /** A copy of all ids. */
    public int[] ids() {
        return ids.clone();
    }

    /** Writes the ids from {@code from} on into {@code target}, {@code count} of them, without a copy between. */
    public void copyIds(int from, int[] target, int targetFrom, int count) {
        System.arraycopy(ids, from, target, targetFrom, count);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Encoding encoding
                && Arrays.equals(ids, encoding.ids)
                && Arrays.equals(starts, encoding.starts)
                && Arrays.equals(ends, encoding.ends);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return "Encoding[" + ids.length + " tokens]";
    }
}
