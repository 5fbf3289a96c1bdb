package io.docket.ml.train;

import io.docket.ml.kernel.AdamStep;
import io.docket.ml.kernel.Floats;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.model.Parameter;
import io.docket.ml.model.ParameterSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam with decoupled weight decay and discriminative rates, with fastai v2's defaults (β2 0.99, ε 1e-5). Steps are
 * counted for each group, so that a group which is unfrozen late starts with its own bias correction.
 */
public final class Adam implements AutoCloseable {

    private static final float BETA2 = 0.99f;
    private static final float EPSILON = 1e-5f;

    private final Kernels kernels;
    private final ParameterSet parameters;
    private final float decay;
    private final float largestNorm;
    private final Floats first;
    private final Floats second;
    private final Map<String, Long> steps = new LinkedHashMap<>();

    /**
     * @param decay weight decay; biases are left out
     * @param largestNorm gradients of a larger global norm are scaled down to it; 0 for no clipping
     */
    public Adam(Kernels kernels, ParameterSet parameters, float decay, float largestNorm) {
        this.kernels = kernels;
        this.parameters = parameters;
        this.decay = decay;
        this.largestNorm = largestNorm;
        this.first = kernels.allocate(parameters.values().size());
        this.second = kernels.allocate(parameters.values().size());
        parameters.groups().forEach(group -> steps.put(group, 0L));
    }

    /**
     * Updates the groups that learn from the accumulated gradients and clears all gradients.
     *
     * @return the global norm of the gradients before clipping
     */
    public double step(StepRates rates) {
        double norm = Math.sqrt(kernels.sumOfSquares(parameters.gradients()));
        if (!Double.isFinite(norm)) {
            throw new IllegalStateException(
                    "the gradients are no longer finite (norm " + norm + "): lower the learning rate");
        }
        float factor = largestNorm > 0 && norm > largestNorm ? (float) (largestNorm / norm) : 1;
        rates.byGroup().keySet().forEach(group -> steps.merge(group, 1L, Long::sum));
        for (Parameter parameter : parameters.all()) {
            Float rate = rates.byGroup().get(parameter.group());
            if (rate != null) {
                update(parameter, rate, rates.beta1(), factor);
            }
        }
        kernels.fill(parameters.gradients(), 0);
        return norm;
    }

    private void update(Parameter parameter, float rate, float beta1, float factor) {
        long count = steps.get(parameter.group());
        AdamStep step = new AdamStep(
                rate,
                beta1,
                BETA2,
                EPSILON,
                parameter.decays() ? decay : 0,
                (float) (1 - Math.pow(beta1, count)),
                (float) (1 - Math.pow(BETA2, count)),
                factor);
        long offset = parameters.offset(parameter);
        kernels.adam(
                step,
                parameter.values(),
                parameter.gradient(),
                first.slice(offset, parameter.size()),
                second.slice(offset, parameter.size()));
    }

    /** First and second moments, for checkpoints. */
    public List<Floats> moments() {
        return List.of(first, second);
    }

    /**
     * Does the work of a step of all groups and changes nothing, to find out how long one takes. Gradients have to be clear and no
     * step may have been taken yet.
     */
    public void idle() {
        Map<String, Float> still = new HashMap<>();
        steps.keySet().forEach(group -> still.put(group, 0f));
        step(new StepRates(still, 0));
        steps.replaceAll((group, taken) -> 0L);
    }

    /** Steps taken by each group, for checkpoints. */
    public Map<String, Long> steps() {
        return Map.copyOf(steps);
    }

    /** Goes back to the steps of a checkpoint. */
    public void restoreSteps(Map<String, Long> saved) {
        steps.putAll(saved);
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
