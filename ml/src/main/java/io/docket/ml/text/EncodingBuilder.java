package io.docket.ml.text;

import java.util.Arrays;

/** Collects tokens and their places; grows as needed. For one thread. */
final class EncodingBuilder {
    private int[] ids;
    private int[] starts;
    private int[] ends;
    private int size;

    EncodingBuilder(int expected) {
        ids = new int[expected];
        starts = new int[expected];
        ends = new int[expected];
    }

    void add(int id, int start, int end) {
        if (size == ids.length) {
            int capacity = size + (size >> 1) + 16;
            ids = Arrays.copyOf(ids, capacity);
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
        }
        ids[size] = id;
        starts[size] = start;
        ends[size] = end;
        size++;
    }

    Encoding build() {
        return new Encoding(Arrays.copyOf(ids, size), Arrays.copyOf(starts, size), Arrays.copyOf(ends, size));
    }
}
