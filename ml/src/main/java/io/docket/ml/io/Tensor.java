package io.docket.ml.io;

import java.util.Arrays;
import java.util.Objects;

/**
 * A named array of numbers in row-major order, in memory. The values are shared, not copied: whoever hands them over must not
 * change them while the tensor is in use.
 *
 * @param name unique within a file
 * @param shape sizes of the dimensions; their product is the number of values
 * @param values the numbers
 */
public record Tensor(String name, int[] shape, float[] values) {

    public Tensor {
        Objects.requireNonNull(name, "name");
        shape = shape.clone();
        long product = 1;
        for (int size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException(
                        "tensor " + name + " has a negative size in " + Arrays.toString(shape));
            }
            product = Math.multiplyExact(product, (long) size);
        }
        if (product != values.length) {
            throw new IllegalArgumentException("tensor " + name + " of shape " + Arrays.toString(shape) + " needs "
                    + product + " values, not " + values.length);
        }
    }

    /** A copy of the sizes of the dimensions. */
    @Override
    public int[] shape() {
        return shape.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor tensor
                && name.equals(tensor.name)
                && Arrays.equals(shape, tensor.shape)
                && Arrays.equals(values, tensor.values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, Arrays.hashCode(shape), Arrays.hashCode(values));
    }

    @Override
    public String toString() {
        return "Tensor[" + name + " " + Arrays.toString(shape) + "]";
    }
}
