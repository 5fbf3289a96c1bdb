package io.docket.ml.classify;

import java.util.List;

/** The end of a text at which a language model begins to read. */
enum ReadingDirection {
    FORWARD,
    BACKWARD;

    /** The ids in the order in which a model of this direction reads them; may be the same array. */
    int[] inOrder(int[] ids) {
        return switch (this) {
            case FORWARD -> ids;
            case BACKWARD -> {
                int[] reversed = new int[ids.length];
                for (int i = 0; i < ids.length; i++) {
                    reversed[i] = ids[ids.length - 1 - i];
                }
                yield reversed;
            }
        };
    }

    /** Turns values of tokens from reading order into the order of the text, or back; may be the same array. */
    double[] inOrder(double[] values) {
        return switch (this) {
            case FORWARD -> values;
            case BACKWARD -> {
                double[] reversed = new double[values.length];
                for (int i = 0; i < values.length; i++) {
                    reversed[i] = values[values.length - 1 - i];
                }
                yield reversed;
            }
        };
    }

    /** Both, the usual one first. */
    static List<ReadingDirection> both() {
        return List.of(FORWARD, BACKWARD);
    }
}
