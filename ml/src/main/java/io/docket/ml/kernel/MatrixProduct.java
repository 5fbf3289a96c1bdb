package io.docket.ml.kernel;

/**
 * The form of a product {@code C = factor · op(A) · op(B) + keep · C} of row-major matrices.
 *
 * @param transposeA A is stored as [inner, rows] instead of [rows, inner]
 * @param transposeB B is stored as [columns, inner] instead of [inner, columns]
 * @param rows rows of C
 * @param columns columns of C
 * @param inner the dimension summed over
 * @param factor multiplies the product
 * @param keep multiplies the previous C; 0 overwrites C without reading it
 */
public record MatrixProduct(
        boolean transposeA, boolean transposeB, int rows, int columns, int inner, float factor, float keep) {

    public MatrixProduct {
        if (rows < 0 || columns < 0 || inner < 0) {
            throw new IllegalArgumentException("negative dimension: " + rows + " x " + columns + " x " + inner);
        }
    }

    /** {@code C = A · B}. */
    public static MatrixProduct plain(int rows, int columns, int inner) {
        return new MatrixProduct(false, false, rows, columns, inner, 1, 0);
    }

    /** {@code C = A · Bᵀ}: rows of activations through a weight stored as [outputs, inputs]. */
    public static MatrixProduct transposedB(int rows, int columns, int inner) {
        return new MatrixProduct(false, true, rows, columns, inner, 1, 0);
    }

    /** {@code C = Aᵀ · B}: the gradient of a weight from rows of gradients and activations. */
    public static MatrixProduct transposedA(int rows, int columns, int inner) {
        return new MatrixProduct(true, false, rows, columns, inner, 1, 0);
    }

    /** The same product, added to what C holds. */
    public MatrixProduct adding() {
        return new MatrixProduct(transposeA, transposeB, rows, columns, inner, factor, 1);
    }
}
