package io.docket.ml.classify;

import java.util.Arrays;

/**
 * Rows ready for training.
 *
 * @param texts token ids of each row, at least one
 * @param targets for each row a number per label: 1 where it applies, else 0
 */
record LabelledSequences(int[][] texts, float[][] targets) {

    LabelledSequences {
        if (texts.length != targets.length || texts.length == 0) {
            throw new IllegalArgumentException(texts.length + " texts and " + targets.length + " targets");
        }
    }

    int size() {
        return texts.length;
    }

    int[] lengths() {
        return Arrays.stream(texts).mapToInt(text -> text.length).toArray();
    }

    long tokens() {
        return Arrays.stream(texts).mapToLong(text -> text.length).sum();
    }
}
