package io.docket.ml.linear;

import java.util.List;

/**
 * Takes the mean of a collection off dense vectors, evens out the spread of their dimensions, and scales them to length 1, so that
 * what all texts share does not hide how they differ.
 *
 * @param means of each dimension
 * @param factors for each dimension: one over the square root of its standard deviation
 */
record Centring(float[] means, float[] factors) {

    /** For vectors of no dimensions. */
    static final Centring NONE = new Centring(new float[0], new float[0]);

    /** Learns from the vectors of a collection. */
    static Centring of(List<float[]> vectors) {
        int width = vectors.isEmpty() ? 0 : vectors.getFirst().length;
        float[] means = new float[width];
        float[] factors = new float[width];
        for (int i = 0; i < width; i++) {
            double sum = 0;
            double squares = 0;
            for (float[] vector : vectors) {
                sum += vector[i];
                squares += (double) vector[i] * vector[i];
            }
            double mean = sum / vectors.size();
            double deviation = Math.sqrt(Math.max(0, squares / vectors.size() - mean * mean));
            means[i] = (float) mean;
            factors[i] = (float) (1 / Math.sqrt(deviation + 1e-6));
        }
        return new Centring(means, factors);
    }

    int width() {
        return means.length;
    }

    /** Changes the vector in place. */
    float[] apply(float[] vector) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (vector[i] - means[i]) * factors[i];
        }
        return DenseVectors.normalised(vector);
    }
}
