package io.docket.ml.model;

import io.docket.ml.kernel.Floats;
import java.util.List;

/**
 * A named weight with its gradient. Values and gradient are slices of the blocks of a {@link ParameterSet}.
 *
 * @param name close to fastai's, for example {@code rnns.0.weight_hh}
 * @param shape dimensions, row-major
 * @param group name of the layer group for discriminative rates and freezing
 * @param decays whether weight decay applies (not to biases and batch norm)
 * @param values the weight
 * @param gradient of the loss with respect to the weight, accumulated by backward passes
 */
public record Parameter(
        String name, List<Integer> shape, String group, boolean decays, Floats values, Floats gradient) {

    /** Number of floats. */
    public long size() {
        return values.size();
    }
}
