package io.docket.ml.train;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A schedule of phases, one after the other, each with a curve, its own groups and discriminative rates. */
public final class Phases implements Schedule {

    private final List<Phase> phases;

    /**
     * One phase.
     *
     * @param steps its length
     * @param curve of the rate
     * @param largestRates at the top of the curve, for the groups that learn
     */
    public record Phase(long steps, Curve curve, Map<String, Float> largestRates) {

        public Phase {
            largestRates = Map.copyOf(largestRates);
            if (steps < 0) {
                throw new IllegalArgumentException("a phase has " + steps + " steps");
            }
        }
    }

    public Phases(List<Phase> phases) {
        this.phases = List.copyOf(phases);
    }

    @Override
    public long steps() {
        return phases.stream().mapToLong(Phase::steps).sum();
    }

    @Override
    public StepRates at(long step) {
        long inPhase = step;
        for (Phase phase : phases) {
            if (inPhase < phase.steps()) {
                return at(phase, (double) inPhase / phase.steps());
            }
            inPhase -= phase.steps();
        }
        throw new IllegalArgumentException("step " + step + " of " + steps());
    }

    private static StepRates at(Phase phase, double position) {
        double share = phase.curve().rate(position);
        Map<String, Float> rates = new HashMap<>();
        phase.largestRates().forEach((group, rate) -> rates.put(group, (float) (rate * share)));
        return new StepRates(rates, (float) phase.curve().beta1(position));
    }

    /**
     * Discriminative rates: spaced geometrically from the first group to the last, as fastai's {@code slice(low, high)}.
     *
     * @param groups from the one nearest the input to the one nearest the output
     */
    public static Map<String, Float> geometric(List<String> groups, double low, double high) {
        Map<String, Float> rates = new HashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            double share = groups.size() == 1 ? 1 : (double) i / (groups.size() - 1);
            rates.put(groups.get(i), (float) (low * Math.pow(high / low, share)));
        }
        return rates;
    }
}
