package io.docket.ml.train;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A schedule for runs whose length is not known when they begin: the rate rises linearly, stays, and falls to zero once
 * a decay is begun. A decay can be begun from any checkpoint, and the checkpoint can still be continued without it.
 *
 * @param groups that learn, all at the same rate
 * @param rate of the stable phase
 * @param warmUpSteps of the rise
 * @param decayStart step at which the decay begins; empty while none is planned
 * @param decaySteps length of the decay
 */
public record WarmUpStableDecay(
        List<String> groups, float rate, long warmUpSteps, OptionalLong decayStart, long decaySteps)
        implements Schedule {

    private static final float BETA1 = 0.9f;

    public WarmUpStableDecay {
        groups = List.copyOf(groups);
    }

    @Override
    public long steps() {
        return decayStart.isPresent() ? decayStart.getAsLong() + decaySteps : Long.MAX_VALUE;
    }

    /** The same schedule with a decay of {@code steps} steps from step {@code start} on. */
    public WarmUpStableDecay decaying(long start, long steps) {
        return new WarmUpStableDecay(groups, rate, warmUpSteps, OptionalLong.of(start), steps);
    }

    @Override
    public StepRates at(long step) {
        double share = Math.min(1, (step + 1.0) / Math.max(1, warmUpSteps));
        if (decayStart.isPresent() && step >= decayStart.getAsLong()) {
            // "1 - sqrt" falls fast first, where most of the gain is, and ends in a long cool tail
            double position = Math.min(1, (step - decayStart.getAsLong() + 0.5) / decaySteps);
            share *= 1 - Math.sqrt(position);
        }
        Map<String, Float> rates = new HashMap<>();
        for (String group : groups) {
            rates.put(group, (float) (rate * share));
        }
        return new StepRates(rates, BETA1);
    }
}
