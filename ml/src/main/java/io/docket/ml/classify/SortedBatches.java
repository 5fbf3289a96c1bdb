package io.docket.ml.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Groups texts of similar length into batches, as fastai's {@code SortedDL}: little padding, yet another mix in every epoch.
 *
 * <p>Other than there, the batches of an epoch have equal sizes (give or take one) instead of a short last one: batch norm needs
 * several rows, and dropping the rest would always drop short texts. Stateless.
 */
final class SortedBatches {
    private static final int POOL = 50;

    private SortedBatches() {}

    /** Batches for training, longest text first in each; the longest of all is in the first one, so that memory is asked for at once. */
    static List<int[]> training(int[] lengths, int batch, long seed) {
        int[] order = permutation(lengths.length, seed);
        int longest = 0;
        for (int i = 1; i < order.length; i++) {
            longest = lengths[order[i]] > lengths[order[longest]] ? i : longest;
        }
        swap(order, 0, longest);
        int count = Math.ceilDiv(lengths.length, batch);
        List<int[]> batches = new ArrayList<>();
        int poolBegin = 0;
        for (int first = 0; first < count; first += POOL) {
            int last = Math.min(count, first + POOL);
            int poolEnd = bound(lengths.length, last, count);
            int[] pool = longestFirst(Arrays.copyOfRange(order, poolBegin, poolEnd), lengths);
            for (int i = first; i < last; i++) {
                int from = bound(lengths.length, i, count) - poolBegin;
                int to = bound(lengths.length, i + 1, count) - poolBegin;
                batches.add(Arrays.copyOfRange(pool, from, to));
            }
            poolBegin = poolEnd;
        }
        SplittableRandom random = new SplittableRandom(seed ^ 0x5DEECE66DL);
        for (int i = batches.size() - 2; i > 1; i--) { // the first and the last keep their places
            int other = 1 + random.nextInt(i);
            int[] kept = batches.get(i);
            batches.set(i, batches.get(other));
            batches.set(other, kept);
        }
        return batches;
    }

    /** Batches for reading only: all texts by length, longest first, at most {@code batch} at a time. */
    static List<int[]> reading(int[] lengths, int batch) {
        int[] order = new int[lengths.length];
        Arrays.setAll(order, i -> i);
        order = longestFirst(order, lengths);
        List<int[]> batches = new ArrayList<>();
        for (int from = 0; from < order.length; from += batch) {
            batches.add(Arrays.copyOfRange(order, from, Math.min(order.length, from + batch)));
        }
        return batches;
    }

    private static int bound(int texts, int index, int count) {
        return (int) ((long) texts * index / count);
    }

    /** Texts of one length keep their order: by their numbers, those of one label would come together where the rows do. */
    private static int[] longestFirst(int[] order, int[] lengths) {
        return Arrays.stream(order)
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> lengths[i]).reversed())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int[] permutation(int size, long seed) {
        int[] order = new int[size];
        Arrays.setAll(order, i -> i);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = size - 1; i > 0; i--) {
            swap(order, i, random.nextInt(i + 1));
        }
        return order;
    }

    private static void swap(int[] order, int one, int other) {
        int kept = order[one];
        order[one] = order[other];
        order[other] = kept;
    }
}
