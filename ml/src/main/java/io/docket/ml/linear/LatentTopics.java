package io.docket.ml.linear;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Latent semantic analysis (Deerwester et al. 1990) of a collection: the directions along which its TF-IDF vectors vary most,
 * found by a randomised singular value decomposition (Halko, Martinsson, Tropp 2011) with three power iterations. Texts that
 * share no word but have words with common company get similar vectors; no label is needed for it. Immutable and thread-safe.
 *
 * @param width dimensions
 * @param directions {@code [features, width]}, each direction divided by the root of its singular value, in numbers that 16
 *     bits hold exactly
 */
record LatentTopics(int width, float[] directions) {

    private static final int SPARE = 20;
    private static final int POWER_ITERATIONS = 3;
    private static final double RIDGE = 1e-10;

    /**
     * Analyses texts.
     *
     * @param texts vectors below {@code features}
     * @param most dimensions wanted; fewer where texts or features are fewer
     */
    static LatentTopics of(List<SparseVector> texts, int features, int most, long seed) {
        int rank = Math.max(1, Math.min(most + SPARE, Math.min(texts.size(), features)));
        int width = Math.min(most, rank);
        SplittableRandom random = new SplittableRandom(seed);
        float[] byFeature = new float[features * rank];
        for (int i = 0; i < byFeature.length; i++) {
            byFeature[i] = (float) random.nextGaussian();
        }
        float[] byText = new float[texts.size() * rank];
        for (int iteration = 0; iteration <= POWER_ITERATIONS; iteration++) {
            times(texts, byFeature, byText, rank);
            orthonormalise(byText, rank);
            transposedTimes(texts, byText, byFeature, rank);
            if (iteration < POWER_ITERATIONS) {
                orthonormalise(byFeature, rank);
            }
        }
        return new LatentTopics(width, rotated(byFeature, features, rank, width));
    }

    /** The vector of a text, of length 1; zero where nothing is known of it. */
    float[] of(SparseVector text) {
        float[] vector = new float[width];
        for (int i = 0; i < text.indices().length; i++) {
            int at = text.indices()[i] * width;
            float value = text.values()[i];
            for (int j = 0; j < width; j++) {
                vector[j] += value * directions[at + j];
            }
        }
        return DenseVectors.normalised(vector);
    }

    /** From {@code Aᵀ Q} to the right singular vectors over the roots of their values. */
    private static float[] rotated(float[] byFeature, int features, int rank, int width) {
        SymmetricEigen eigen = SymmetricEigen.of(gram(byFeature, rank));
        float[] directions = new float[features * width];
        double largest = Math.sqrt(Math.max(0, eigen.values()[0]));
        for (int feature = 0; feature < features; feature++) {
            for (int j = 0; j < width; j++) {
                double singular = Math.sqrt(Math.max(0, eigen.values()[j]));
                double sum = 0;
                for (int i = 0; i < rank; i++) {
                    sum += byFeature[feature * rank + i] * eigen.vectors()[j][i];
                }
                // a vector's length does not matter: relative to the largest, no number is too small for 16 bits
                double scaled = singular > RIDGE * largest ? sum / singular * Math.sqrt(largest / singular) : 0;
                directions[feature * width + j] = Float.float16ToFloat(Float.floatToFloat16((float) scaled));
            }
        }
        return directions;
    }

    private static void times(List<SparseVector> texts, float[] byFeature, float[] byText, int rank) {
        Arrays.fill(byText, 0);
        for (int text = 0; text < texts.size(); text++) {
            SparseVector vector = texts.get(text);
            for (int i = 0; i < vector.indices().length; i++) {
                add(byFeature, vector.indices()[i] * rank, vector.values()[i], byText, text * rank, rank);
            }
        }
    }

    private static void transposedTimes(List<SparseVector> texts, float[] byText, float[] byFeature, int rank) {
        Arrays.fill(byFeature, 0);
        for (int text = 0; text < texts.size(); text++) {
            SparseVector vector = texts.get(text);
            for (int i = 0; i < vector.indices().length; i++) {
                add(byText, text * rank, vector.values()[i], byFeature, vector.indices()[i] * rank, rank);
            }
        }
    }

    private static void add(float[] from, int fromAt, float factor, float[] to, int toAt, int count) {
        for (int i = 0; i < count; i++) {
            to[toAt + i] += factor * from[fromAt + i];
        }
    }

    /** Replaces the columns of {@code [rows, rank]} by an orthonormal base of what they span (Cholesky QR). */
    static void orthonormalise(float[] matrix, int rank) {
        double[][] lower = cholesky(gram(matrix, rank));
        int rows = matrix.length / rank;
        double[] row = new double[rank];
        for (int r = 0; r < rows; r++) {
            int at = r * rank;
            for (int i = 0; i < rank; i++) {
                double sum = matrix[at + i];
                double[] factors = lower[i];
                for (int j = 0; j < i; j++) {
                    sum -= factors[j] * row[j];
                }
                row[i] = sum / factors[i];
                matrix[at + i] = (float) row[i];
            }
        }
    }

    private static double[][] gram(float[] matrix, int rank) {
        double[][] gram = new double[rank][rank];
        for (int at = 0; at < matrix.length; at += rank) {
            for (int i = 0; i < rank; i++) {
                double value = matrix[at + i];
                double[] row = gram[i];
                for (int j = 0; j <= i; j++) {
                    row[j] += value * matrix[at + j];
                }
            }
        }
        for (int i = 0; i < rank; i++) {
            for (int j = 0; j < i; j++) {
                gram[j][i] = gram[i][j];
            }
        }
        return gram;
    }

    private static double[][] cholesky(double[][] gram) {
        int rank = gram.length;
        double ridge = 0;
        for (int i = 0; i < rank; i++) {
            ridge = Math.max(ridge, gram[i][i] * RIDGE);
        }
        double[][] lower = new double[rank][rank];
        for (int i = 0; i < rank; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = gram[i][j] + (i == j ? ridge : 0);
                for (int k = 0; k < j; k++) {
                    sum -= lower[i][k] * lower[j][k];
                }
                lower[i][j] = i == j ? Math.sqrt(Math.max(sum, ridge + Double.MIN_NORMAL)) : sum / lower[j][j];
            }
        }
        return lower;
    }
}
