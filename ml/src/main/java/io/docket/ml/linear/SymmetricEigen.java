package io.docket.ml.linear;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix of a few hundred rows, by Jacobi's cyclic rotations: slow for larger
 * ones, and as exact as doubles allow. (ND4J's binding of LAPACK's {@code syev} was off by 1 % for a random matrix of 288.)
 *
 * @param values largest first
 * @param vectors {@code vectors[i]} belongs to {@code values[i]} and has length 1
 */
record SymmetricEigen(double[] values, double[][] vectors) {

    private static final int MOST_SWEEPS = 30;
    private static final double NEGLIGIBLE = 1e-22;

    /** Decomposes a matrix, which is overwritten. */
    static SymmetricEigen of(double[][] matrix) {
        int size = matrix.length;
        double[][] vectors = new double[size][size];
        for (int i = 0; i < size; i++) {
            vectors[i][i] = 1;
        }
        double scale = Arrays.stream(matrix)
                .flatMapToDouble(Arrays::stream)
                .map(x -> x * x)
                .sum();
        for (int sweep = 0; sweep < MOST_SWEEPS && offDiagonal(matrix) > NEGLIGIBLE * scale; sweep++) {
            for (int p = 0; p < size; p++) {
                for (int q = p + 1; q < size; q++) {
                    rotate(matrix, vectors, p, q);
                }
            }
        }
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -matrix[i][i]));
        double[] values = new double[size];
        double[][] sorted = new double[size][];
        for (int i = 0; i < size; i++) {
            values[i] = matrix[order[i]][order[i]];
            sorted[i] = vectors[order[i]];
        }
        return new SymmetricEigen(values, sorted);
    }

    private static double offDiagonal(double[][] matrix) {
        double sum = 0;
        for (int row = 0; row < matrix.length; row++) {
            for (int column = 0; column < row; column++) {
                sum += 2 * matrix[row][column] * matrix[row][column];
            }
        }
        return sum;
    }

    /** Makes the element (p, q) zero; rows of {@code vectors} become the eigenvectors. */
    private static void rotate(double[][] matrix, double[][] vectors, int p, int q) {
        double off = matrix[p][q];
        if (off == 0) {
            return;
        }
        double theta = (matrix[q][q] - matrix[p][p]) / (2 * off);
        double tangent = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double cosine = 1 / Math.sqrt(tangent * tangent + 1);
        double sine = tangent * cosine;
        for (double[] row : matrix) {
            double one = row[p];
            double other = row[q];
            row[p] = cosine * one - sine * other;
            row[q] = sine * one + cosine * other;
        }
        turn(matrix[p], matrix[q], cosine, sine);
        turn(vectors[p], vectors[q], cosine, sine);
    }

    private static void turn(double[] first, double[] second, double cosine, double sine) {
        for (int i = 0; i < first.length; i++) {
            double one = first[i];
            double other = second[i];
            first[i] = cosine * one - sine * other;
            second[i] = sine * one + cosine * other;
        }
    }
}
