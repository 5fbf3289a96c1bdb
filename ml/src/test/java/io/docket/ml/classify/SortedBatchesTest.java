package io.docket.ml.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SortedBatchesTest {

    private static int[] lengths(int count) {
        return new Random(3).ints(count, 1, 500).toArray();
    }

    @Test
    void dealsEveryTextOnceInBatchesOfEqualSize() {
        for (int count : new int[] {1, 2, 7, 32, 33, 100, 5000}) {
            List<int[]> batches = SortedBatches.training(lengths(count), 32, 1);
            int[] all = batches.stream().flatMapToInt(Arrays::stream).sorted().toArray();
            assertThat(all).hasSize(count).doesNotHaveDuplicates();
            int smallest =
                    batches.stream().mapToInt(batch -> batch.length).min().orElseThrow();
            int largest = batches.stream().mapToInt(batch -> batch.length).max().orElseThrow();
            assertThat(largest).isLessThanOrEqualTo(32);
            assertThat(largest - smallest).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void beginsWithTheLongestTextAndGroupsByLength() {
        int[] lengths = lengths(3000);
        List<int[]> batches = SortedBatches.training(lengths, 32, 5);
        assertThat(lengths[batches.getFirst()[0]])
                .isEqualTo(Arrays.stream(lengths).max().orElseThrow());
        assertThat(batches).allSatisfy(batch -> {
            int[] own = Arrays.stream(batch).map(i -> lengths[i]).toArray();
            assertThat(own).isSortedAccordingTo((one, other) -> Integer.compare(other, one));
        });
        long padded = batches.stream()
                .mapToLong(batch -> (long) batch.length
                        * Arrays.stream(batch).map(i -> lengths[i]).max().orElseThrow())
                .sum();
        assertThat(padded).isLessThan((long) (1.15 * Arrays.stream(lengths).sum()));
    }

    /** Rows often come label by label; batch norm over texts of one label alone tells the labels nothing of each other. */
    @Test
    void mixesTextsOfOneLengthHoweverTheRowsAreOrdered() {
        int[] lengths = new int[4_000];
        Arrays.fill(lengths, 7);
        assertThat(SortedBatches.training(lengths, 32, 1)).allSatisfy(batch -> {
            IntStream thousands = Arrays.stream(batch).map(row -> row / 1_000);
            assertThat(thousands.distinct().count()).isGreaterThan(1);
        });
    }

    @Test
    void dealsAnewInEachEpochAndTheSameForTheSameSeed() {
        int[] lengths = lengths(200);
        int[][] once = SortedBatches.training(lengths, 16, 1).toArray(int[][]::new);
        assertThat(SortedBatches.training(lengths, 16, 1).toArray(int[][]::new)).isDeepEqualTo(once);
        assertThat(Arrays.deepEquals(SortedBatches.training(lengths, 16, 2).toArray(int[][]::new), once))
                .isFalse();
    }

    /** A run that goes on from a checkpoint of another day relies on this very order: whoever changes it raises RunCheckpoint's recipe. */
    @Test
    void dealsTenTextsInAnOrderThatMayNotChange() {
        int[] lengths = {12, 90, 3, 44, 44, 7, 150, 21, 60, 5};
        assertThat(SortedBatches.training(lengths, 4, 1).toArray(int[][]::new))
                .isDeepEqualTo(new int[][] {{6, 1, 8}, {4, 3, 7}, {0, 5, 9, 2}});
        assertThat(SortedBatches.training(lengths, 2, 5).toArray(int[][]::new))
                .isDeepEqualTo(new int[][] {{6, 1}, {0, 5}, {4, 7}, {8, 3}, {9, 2}});
        assertThat(SortedBatches.reading(lengths, 4).toArray(int[][]::new))
                .isDeepEqualTo(new int[][] {{6, 1, 8, 3}, {4, 7, 0, 5}, {9, 2}});
    }

    @Test
    void readsLongestFirst() {
        List<int[]> batches = SortedBatches.reading(new int[] {3, 9, 5}, 2);
        assertThat(batches.get(0)).containsExactly(1, 2);
        assertThat(batches.get(1)).containsExactly(0);
    }
}
