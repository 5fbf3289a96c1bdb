package io.docket.index;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A prediction in one long, so that relabelling a document is one doc-values update per classifier instead of four, and
 * sorting by confidence is sorting by the number itself.
 *
 * <p>Layout from the highest bit: 14 bits confidence in ten-thousandths, 1 bit "committed" (not abstained), 24 bits number
 * of the label set, 24 bits number of the model version; sets and versions are numbered by {@link SetDictionary} from 1.
 * Zero stands for no prediction.
 */
final class PackedPrediction {

    static final long NONE = 0;
    private static final int MODEL_BITS = 24;
    private static final int SET_BITS = 24;
    private static final int COMMITTED_SHIFT = MODEL_BITS + SET_BITS;
    private static final int CONFIDENCE_SHIFT = COMMITTED_SHIFT + 1;
    private static final int MAX_SET = (1 << SET_BITS) - 1;
    private static final int MAX_MODEL = (1 << MODEL_BITS) - 1;
    private static final double TEN_THOUSAND = 10_000.0;

    private PackedPrediction() {}

    static long pack(LabelPrediction prediction, SetDictionary dictionary) {
        int set = dictionary.number(prediction.labels());
        int model =
                dictionary.number(Collections.unmodifiableSortedSet(new TreeSet<>(Set.of(prediction.modelVersion()))));
        if (set > MAX_SET || model > MAX_MODEL) {
            throw new IllegalStateException("this index has met more label sets or model versions (" + set + ", "
                    + model + ") than it can number: rebuild it with ./docket reindex");
        }
        long confidence = Math.round(prediction.confidence() * TEN_THOUSAND);
        return confidence << CONFIDENCE_SHIFT
                | (prediction.abstained() ? 0L : 1L) << COMMITTED_SHIFT
                | (long) set << MODEL_BITS
                | model;
    }

    static LabelPrediction unpack(long packed, SetDictionary dictionary) {
        SortedSet<String> labels = dictionary.set(labels(packed));
        String model = dictionary.set(model(packed)).first();
        return new LabelPrediction(labels, confidence(packed) / TEN_THOUSAND, !committed(packed), model);
    }

    /** In ten-thousandths. */
    static int confidence(long packed) {
        return (int) (packed >>> CONFIDENCE_SHIFT);
    }

    static boolean committed(long packed) {
        return (packed >>> COMMITTED_SHIFT & 1) == 1;
    }

    /** Number of the label set. */
    static int labels(long packed) {
        return (int) (packed >>> MODEL_BITS) & MAX_SET;
    }

    /** Number of the set that holds only the model version. */
    static int model(long packed) {
        return (int) packed & MAX_MODEL;
    }
}
