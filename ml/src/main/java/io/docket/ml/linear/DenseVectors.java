package io.docket.ml.linear;

/** Arithmetic on dense vectors. */
final class DenseVectors {

    private DenseVectors() {}

    /** The same direction at length 1, in place; zero stays zero. */
    static float[] normalised(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        if (squares > 0) {
            float factor = (float) (1 / Math.sqrt(squares));
            for (int i = 0; i < vector.length; i++) {
                vector[i] *= factor;
            }
        }
        return vector;
    }
}
