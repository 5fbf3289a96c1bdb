package io.docket.ml.classify;

import io.docket.ml.io.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A trained head, with each batch norm folded into the linear layer behind it: two affine maps with a ReLU between. Immutable and
 * thread-safe.
 */
final class HeadWeights {
    private static final float EPSILON = 1e-5f;

    private final List<Tensor> tensors;
    private final Affine first;
    private final Affine second;

    /** {@code y = W·x + b}, rows of W one behind the other. */
    private record Affine(float[] weight, float[] bias, int inputs) {

        static Affine fold(Map<String, Tensor> tensors, int block) {
            String prefix = "head." + block + ".";
            Tensor linear = tensors.get(prefix + "linear");
            float[] scale = tensors.get(prefix + "norm.scale").values();
            float[] shift = tensors.get(prefix + "norm.shift").values();
            float[] mean = tensors.get(prefix + "norm.mean").values();
            float[] variance = tensors.get(prefix + "norm.variance").values();
            int inputs = linear.shape()[1];
            float[] weight = linear.values().clone();
            float[] bias = new float[linear.shape()[0]];
            for (int output = 0; output < bias.length; output++) {
                double sum = 0;
                for (int input = 0; input < inputs; input++) {
                    double factor = scale[input] / Math.sqrt(variance[input] + EPSILON);
                    double plain = linear.values()[output * inputs + input];
                    weight[output * inputs + input] = (float) (plain * factor);
                    sum += plain * (shift[input] - mean[input] * factor);
                }
                bias[output] = (float) sum;
            }
            return new Affine(weight, bias, inputs);
        }

        float[] apply(float[] x, int from) {
            float[] y = bias.clone();
            for (int output = 0; output < y.length; output++) {
                float sum = 0;
                for (int input = 0; input < inputs; input++) {
                    sum += weight[output * inputs + input] * x[from + input];
                }
                y[output] += sum;
            }
            return y;
        }

        float[] transposed(float[] gradient) {
            float[] x = new float[inputs];
            for (int output = 0; output < gradient.length; output++) {
                for (int input = 0; input < inputs; input++) {
                    x[input] += gradient[output] * weight[output * inputs + input];
                }
            }
            return x;
        }
    }

    /** A head of the tensors that {@link ClassifierHead#weights} names. */
    HeadWeights(List<Tensor> tensors) {
        this.tensors = List.copyOf(tensors);
        Map<String, Tensor> byName = tensors.stream().collect(Collectors.toMap(Tensor::name, Function.identity()));
        this.first = Affine.fold(byName, 0);
        this.second = Affine.fold(byName, 1);
    }

    /** What to store. */
    List<Tensor> tensors() {
        return tensors;
    }

    /** Number of labels. */
    int labels() {
        return second.bias().length;
    }

    /** The logits of the pooled vector that begins at {@code from}. */
    float[] logits(float[] pooled, int from) {
        return second.apply(hidden(pooled, from), 0);
    }

    /** The gradient of {@code Σ direction·logits} with respect to the pooled vector. */
    float[] gradient(float[] pooled, int from, float[] direction) {
        float[] hidden = hidden(pooled, from);
        float[] back = second.transposed(direction);
        for (int i = 0; i < back.length; i++) {
            back[i] = hidden[i] > 0 ? back[i] : 0;
        }
        return first.transposed(back);
    }

    /** What the first map makes of the pooled vector that begins at {@code from}. */
    float[] hidden(float[] pooled, int from) {
        float[] hidden = first.apply(pooled, from);
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] = Math.max(0, hidden[i]);
        }
        return hidden;
    }
}
