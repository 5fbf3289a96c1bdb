package io.docket.ml.text;

import java.util.Objects;

/**
 * Carries pretrained weights over to another vocabulary: a word that both know keeps its row, a new word gets the mean of all old
 * rows, as in fastai. Words are matched by text, never by id. Immutable and thread-safe.
 */
public final class VocabularyAdaptation {
    private static final int NEW = -1;

    private final int[] sources;
    private final int oldSize;

    public VocabularyAdaptation(Vocabulary from, Vocabulary to) {
        this.oldSize = from.size();
        this.sources = new int[to.size()];
        for (int id = 0; id < sources.length; id++) {
            String token = to.token(id);
            sources[id] = from.contains(token) ? from.id(token) : NEW;
        }
    }

    /** How many rows of the new vocabulary have a counterpart. */
    public int carriedOver() {
        int count = 0;
        for (int source : sources) {
            count += source == NEW ? 0 : 1;
        }
        return count;
    }

    /**
     * The rows for the new vocabulary.
     *
     * @param matrix old rows, one behind the other
     * @param width values of a row; 1 for a bias
     * @return as many rows as the new vocabulary has tokens
     */
    public float[] adapt(float[] matrix, int width) {
        Objects.checkFromIndexSize(0, oldSize * width, matrix.length);
        float[] mean = mean(matrix, width);
        float[] adapted = new float[sources.length * width];
        for (int id = 0; id < sources.length; id++) {
            if (sources[id] == NEW) {
                System.arraycopy(mean, 0, adapted, id * width, width);
            } else {
                System.arraycopy(matrix, sources[id] * width, adapted, id * width, width);
            }
        }
        return adapted;
    }

    private float[] mean(float[] matrix, int width) {
        double[] sum = new double[width];
        for (int row = 0; row < oldSize; row++) {
            for (int column = 0; column < width; column++) {
                sum[column] += matrix[row * width + column];
            }
        }
        float[] mean = new float[width];
        for (int column = 0; column < width; column++) {
            mean[column] = (float) (sum[column] / oldSize);
        }
        return mean;
    }
}
