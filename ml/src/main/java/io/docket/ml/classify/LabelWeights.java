package io.docket.ml.classify;

import io.docket.ml.LabelMode;
import io.docket.ml.LabelledText;
import java.util.Arrays;
import java.util.List;

/** How much an example of each label counts. Stateless. */
final class LabelWeights {

    /** The rarest label counts this much more than one of average frequency at most: its few examples are noisy. */
    private static final double MOST = 4;

    private LabelWeights() {}

    /** All labels count alike. */
    static float[] even(int labels) {
        float[] weights = new float[labels];
        Arrays.fill(weights, 1);
        return weights;
    }

    /**
     * The square root of how much rarer a label is than it would be if all were equally frequent; for any number of labels, of how
     * many rows lack it for each that has it. The root, because the full ratio lets single examples rule a batch.
     */
    static float[] balanced(List<LabelledText> rows, List<String> labels, LabelMode mode) {
        float[] weights = new float[labels.size()];
        for (int i = 0; i < weights.length; i++) {
            String label = labels.get(i);
            double with = Math.max(
                    1, rows.stream().filter(row -> row.labels().contains(label)).count());
            double ratio =
                    switch (mode) {
                        case SINGLE -> rows.size() / (double) labels.size() / with;
                        case MULTI -> Math.max(1, (rows.size() - with) / with);
                    };
            weights[i] = (float) Math.clamp(Math.sqrt(ratio), 1 / MOST, MOST);
        }
        return weights;
    }
}
