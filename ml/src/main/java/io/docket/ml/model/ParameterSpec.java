package io.docket.ml.model;

import java.util.List;

/**
 * What a {@link Parameter} will be, before memory is given to it.
 *
 * @param name close to fastai's
 * @param shape dimensions, row-major
 * @param group name of the layer group
 * @param decays whether weight decay applies
 * @param range values are first drawn uniformly from ± this
 */
public record ParameterSpec(String name, List<Integer> shape, String group, boolean decays, float range) {

    public ParameterSpec {
        shape = List.copyOf(shape);
    }

    /** Number of floats. */
    public long size() {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }
}
