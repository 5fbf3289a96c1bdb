package io.docket.ml.linear;

/**
 * The numbers of a linear model: score of label l = bias[l] + Σ weights[f · labels + l] · value of feature f. Feature-major, so
 * that the labels of one feature lie together.
 *
 * @param features number of features
 * @param labels number of labels
 * @param weights features × labels
 * @param bias one per label
 */
record LinearWeights(int features, int labels, float[] weights, float[] bias)
        implements LinearExplanation.FeatureWeights {

    LinearWeights {
        if (weights.length != features * labels || bias.length != labels) {
            throw new IllegalArgumentException(features + " features and " + labels + " labels do not fit "
                    + weights.length + " weights and " + bias.length + " biases");
        }
    }

    /** The weights whose scores are {@code share} of one's and the rest of the other's. */
    static LinearWeights mixed(double share, LinearWeights one, LinearWeights other) {
        return new LinearWeights(
                one.features, one.labels, mixed(share, one.weights, other.weights), mixed(share, one.bias, other.bias));
    }

    private static float[] mixed(double share, float[] one, float[] other) {
        float[] mixed = new float[one.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = (float) (share * one[i] + (1 - share) * other[i]);
        }
        return mixed;
    }

    /** Scores of all labels. */
    float[] scores(SparseVector vector) {
        float[] scores = bias.clone();
        for (int i = 0; i < vector.indices().length; i++) {
            int row = vector.indices()[i] * labels;
            float value = vector.values()[i];
            for (int label = 0; label < labels; label++) {
                scores[label] += value * weights[row + label];
            }
        }
        return scores;
    }

    @Override
    public float weight(int feature, int label) {
        return weights[feature * labels + label];
    }
}
