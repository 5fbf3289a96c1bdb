package io.docket.ml.model;

import io.docket.ml.kernel.Floats;
import io.docket.ml.kernel.Kernels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * All weights of a model, in order, in one block, with their gradients in a second one: clearing, clipping and saving
 * need one call each.
 */
public final class ParameterSet implements AutoCloseable {

    /** Parameters begin at multiples of this many floats, a cache line. */
    private static final long ALIGNMENT = 16;

    private final Floats values;
    private final Floats gradients;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();

    /** Memory for the given parameters, all zero. Names must differ. */
    public ParameterSet(Kernels kernels, List<ParameterSpec> specs) {
        long size = 0;
        for (ParameterSpec spec : specs) {
            size += aligned(spec.size());
        }
        values = kernels.allocate(size);
        gradients = kernels.allocate(size);
        long offset = 0;
        for (ParameterSpec spec : specs) {
            Parameter parameter = new Parameter(
                    spec.name(),
                    spec.shape(),
                    spec.group(),
                    spec.decays(),
                    values.slice(offset, spec.size()),
                    gradients.slice(offset, spec.size()));
            if (parameters.put(spec.name(), parameter) != null) {
                throw new IllegalArgumentException("two parameters are named " + spec.name());
            }
            offset += aligned(spec.size());
        }
    }

    /** New weights, drawn uniformly from the range of each spec. */
    public static ParameterSet initialise(Kernels kernels, List<ParameterSpec> specs, long seed) {
        ParameterSet set = new ParameterSet(kernels, specs);
        SplittableRandom random = new SplittableRandom(seed);
        for (ParameterSpec spec : specs) {
            float[] drawn = new float[Math.toIntExact(spec.size())];
            if (spec.range() > 0) {
                for (int i = 0; i < drawn.length; i++) {
                    drawn[i] = (float) random.nextDouble(-spec.range(), spec.range());
                }
                set.get(spec.name()).values().write(drawn);
            }
        }
        return set;
    }

    /** The parameter of a name; fails when there is none. */
    public Parameter get(String name) {
        Parameter parameter = parameters.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException("no parameter " + name + "; there are " + parameters.keySet());
        }
        return parameter;
    }

    /** True when there is a parameter of that name. */
    public boolean contains(String name) {
        return parameters.containsKey(name);
    }

    /** All parameters in the order of their specs. */
    public List<Parameter> all() {
        return new ArrayList<>(parameters.values());
    }

    /** The names of the layer groups in the order in which they first appear. */
    public List<String> groups() {
        return parameters.values().stream().map(Parameter::group).distinct().toList();
    }

    /** The block that holds all values; gaps between parameters are zero. */
    public Floats values() {
        return values;
    }

    /** The block that holds all gradients, laid out like {@link #values()}. */
    public Floats gradients() {
        return gradients;
    }

    /** Where a parameter begins in {@link #values()}. */
    public long offset(Parameter wanted) {
        long offset = 0;
        for (Parameter parameter : parameters.values()) {
            if (parameter.name().equals(wanted.name())) {
                return offset;
            }
            offset += aligned(parameter.size());
        }
        throw new IllegalArgumentException("no parameter " + wanted.name());
    }

    private static long aligned(long size) {
        return Math.ceilDiv(size, ALIGNMENT) * ALIGNMENT;
    }

    @Override
    public void close() {
        values.close();
        gradients.close();
    }
}
