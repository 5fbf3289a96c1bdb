package io.docket.ml.kernel.cpu;

import static io.docket.ml.kernel.cpu.VectorMath.LANES;
import static io.docket.ml.kernel.cpu.VectorMath.lanes;
import static io.docket.ml.kernel.cpu.VectorMath.load;
import static io.docket.ml.kernel.cpu.VectorMath.store;

import io.docket.ml.kernel.MatrixProduct;
import io.docket.ml.kernel.SoftmaxShape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Softmax cross-entropy by chunks of rows: the logits of a chunk are overwritten by their gradient. */
final class CpuSoftmax {

    /** Logits held at a time stay in the cache, 4 MB, */
    private static final int CHUNK_FLOATS = 1 << 20;

    /** unless that were so few rows that adding up the gradient of the weights, chunk by chunk, costs more. */
    private static final int CHUNK_ROWS = 256;

    private final WorkerPool pool;
    private final CpuProducts products;
    private final CpuRows rows;

    CpuSoftmax(WorkerPool pool, CpuProducts products, CpuRows rows) {
        this.pool = pool;
        this.products = products;
        this.rows = rows;
    }

    /** The blocks of {@link io.docket.ml.kernel.SoftmaxWeights} as memory. */
    record Weights(MemorySegment weight, MemorySegment bias) {

        /** False when no gradients are wanted. */
        boolean present() {
            return weight.byteSize() > 0;
        }
    }

    double crossEntropy(
            SoftmaxShape shape,
            MemorySegment x,
            Weights weights,
            int[] targets,
            float gradientFactor,
            Weights gradients,
            MemorySegment inputGradient) {
        int classes = shape.classes();
        int inputs = shape.inputs();
        int chunk = Math.min(shape.rows(), Math.max(CHUNK_ROWS, CHUNK_FLOATS / classes));
        boolean backward = inputGradient.byteSize() > 0;
        double total = 0;
        try (NativeFloats block = NativeFloats.allocate((long) chunk * classes)) {
            MemorySegment logits = block.segment();
            for (int first = 0; first < shape.rows(); first += chunk) {
                int count = Math.min(chunk, shape.rows() - first);
                boolean recurring = backward && count == chunk;
                MemorySegment input = x.asSlice((long) first * inputs * Float.BYTES);
                products.product(
                        MatrixProduct.transposedB(count, classes, inputs), input, weights.weight(), logits, recurring);
                total += losses(logits, classes, weights.bias(), targets, first, count, backward, gradientFactor);
                if (backward) {
                    products.product(
                            MatrixProduct.plain(count, inputs, classes),
                            logits,
                            weights.weight(),
                            inputGradient.asSlice((long) first * inputs * Float.BYTES),
                            recurring);
                }
                if (gradients.present()) {
                    products.product(
                            MatrixProduct.transposedA(classes, inputs, count).adding(),
                            logits,
                            input,
                            gradients.weight(),
                            recurring);
                    rows.addColumnSums(logits, count, classes, gradients.bias());
                }
            }
        }
        return total;
    }

    private double losses(
            MemorySegment logits,
            int classes,
            MemorySegment bias,
            int[] targets,
            int first,
            int count,
            boolean backward,
            float factor) {
        double[] losses = new double[count];
        pool.run(count, 1, (from, to) -> {
            for (int row = from; row < to; row++) {
                MemorySegment line = logits.asSlice((long) row * classes * Float.BYTES, (long) classes * Float.BYTES);
                losses[row] = loss(line, classes, bias, targets[first + row], backward, factor);
            }
        });
        double total = 0;
        for (double loss : losses) {
            total += loss;
        }
        return total;
    }

    private static double loss(
            MemorySegment row, int classes, MemorySegment bias, int target, boolean backward, float factor) {
        if (target < 0) {
            row.fill((byte) 0);
            return 0;
        }
        float largest = addBias(row, classes, bias);
        float logit = row.getAtIndex(ValueLayout.JAVA_FLOAT, target);
        double sum = exponentiate(row, classes, largest);
        if (backward) {
            scale(row, classes, (float) (factor / sum));
            float probability = row.getAtIndex(ValueLayout.JAVA_FLOAT, target);
            row.setAtIndex(ValueLayout.JAVA_FLOAT, target, probability - factor);
        }
        return Math.log(sum) + largest - logit;
    }

    private static void scale(MemorySegment row, int classes, float factor) {
        for (int i = 0; i < classes; i += LANES) {
            VectorMask<Float> mask = lanes(i, classes);
            store(load(row, i, mask).mul(factor), row, i, mask);
        }
    }

    /** Adds the bias and returns the largest logit. */
    private static float addBias(MemorySegment row, int classes, MemorySegment bias) {
        FloatVector most = VectorMath.splat(Float.NEGATIVE_INFINITY);
        for (int i = 0; i < classes; i += LANES) {
            VectorMask<Float> mask = lanes(i, classes);
            FloatVector value = load(row, i, mask).add(load(bias, i, mask));
            store(value, row, i, mask);
            most = most.lanewise(VectorOperators.MAX, value, mask);
        }
        return most.reduceLanes(VectorOperators.MAX);
    }

    /** Replaces the logits by their exponentials, relative to the largest, and returns the sum of these. */
    private static double exponentiate(MemorySegment row, int classes, float largest) {
        FloatVector sums = VectorMath.splat(0);
        for (int i = 0; i < classes; i += LANES) {
            VectorMask<Float> mask = lanes(i, classes);
            FloatVector value = VectorMath.exp(load(row, i, mask).sub(largest));
            store(value, row, i, mask);
            sums = sums.lanewise(VectorOperators.ADD, value, mask);
        }
        return VectorMath.sum(sums);
    }
}
