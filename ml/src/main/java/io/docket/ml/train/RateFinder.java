package io.docket.ml.train;

import io.docket.ml.model.LanguageModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Finds a learning rate as fastai's finder does: the rate grows exponentially from step to step until the loss runs away; a good
 * rate lies within the longest fall of the loss. The weights are put back afterwards.
 */
public final class RateFinder {

    private static final double FIRST_RATE = 1e-7;
    private static final double LAST_RATE = 10;
    private static final int STEPS = 100;
    private static final double SMOOTHING = 0.98;
    private static final double RUNAWAY = 4;
    private static final int IGNORED_AT_END = 5;

    private RateFinder() {}

    /**
     * What was tried.
     *
     * @param rates of the steps
     * @param losses smoothed, after each of them
     * @param suggestion empty when the loss never fell
     */
    public record Result(List<Double> rates, List<Double> losses, OptionalDouble suggestion) {}

    /** Tries rates on a text. */
    public static Result find(LanguageModel model, TokenStream text, LanguageModelSettings settings) {
        float[] weights = model.parameters().values().toArray();
        List<Double> rates = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        try (LanguageModelTrainer trainer = new LanguageModelTrainer(model, text, settings)) {
            double average = 0;
            double best = Double.POSITIVE_INFINITY;
            for (int step = 0; step < STEPS; step++) {
                double rate = FIRST_RATE * Math.pow(LAST_RATE / FIRST_RATE, step / (STEPS - 1.0));
                Map<String, Float> byGroup = new HashMap<>();
                model.layerGroups().forEach(group -> byGroup.put(group, (float) rate));
                double loss = trainer.next(new StepRates(byGroup, 0.8f)).loss();
                average = SMOOTHING * average + (1 - SMOOTHING) * loss;
                double smoothed = average / (1 - Math.pow(SMOOTHING, step + 1.0));
                rates.add(rate);
                losses.add(smoothed);
                best = Math.min(best, smoothed);
                if (!Double.isFinite(smoothed) || smoothed > RUNAWAY * best) {
                    break;
                }
            }
        } finally {
            model.parameters().values().write(weights);
        }
        return new Result(List.copyOf(rates), List.copyOf(losses), valley(rates, losses));
    }

    /** The middle of the longest falling subsequence, without the first tenth and the last points. */
    static OptionalDouble valley(List<Double> allRates, List<Double> allLosses) {
        int from = allRates.size() / 10;
        int to = Math.max(from, allRates.size() - IGNORED_AT_END);
        List<Double> losses = allLosses.subList(from, to);
        int[] longest = new int[losses.size()];
        int end = -1;
        for (int i = 0; i < longest.length; i++) {
            longest[i] = 1;
            for (int j = 0; j < i; j++) {
                if (losses.get(i) < losses.get(j)) {
                    longest[i] = Math.max(longest[i], longest[j] + 1);
                }
            }
            if (end < 0 || longest[i] > longest[end]) {
                end = i;
            }
        }
        if (end < 0 || longest[end] < 2) {
            return OptionalDouble.empty();
        }
        int length = longest[end];
        int start = Math.max(0, end - length);
        return OptionalDouble.of(allRates.get(from + start + length / 3 + length / 6));
    }
}
