package io.docket.ml.classify;

import io.docket.ml.model.Dropouts;
import java.util.ArrayList;
import java.util.List;

/**
 * How a classifier is fitted.
 *
 * @param batch texts of a step
 * @param dropouts the five probabilities; the last one acts in the head
 * @param decay decoupled weight decay
 * @param regularisation AR and TAR
 * @param headEpochs passes over the cached vectors of the frozen encoder
 * @param headRate largest rate of these passes
 * @param stages what follows, from few trained layers to all
 */
record ClassifierSettings(
        int batch,
        Dropouts dropouts,
        float decay,
        PooledEncoder.Regularisation regularisation,
        int headEpochs,
        double headRate,
        List<Stage> stages) {

    /** Discriminative rates: each group below learns this much slower. The paper's value. */
    static final double RATE_RATIO = 2.6;

    /**
     * Fewer steps than this with all layers leave the encoder worse than it was: on trec6 with 100 labels (13 steps a pass) one pass
     * gave 57 % errors, four 48 %, and the frozen encoder 43 %; on agnews with 4,000 (125 steps a pass) one pass gave 19.1 %, three 14.9,
     * and the frozen encoder 17.4.
     */
    private static final int FEWEST_STEPS = 150;

    /** Below this many rows. On trec6 with 100 labels, three draws, 39.9 % errors against 41.5 at the rate of many rows. */
    private static final int FEW_ROWS = 500;

    private static final double RATE = 1e-2;
    private static final double RATE_OF_FEW_ROWS = 3e-3;

    /**
     * All passes with all layers read about so many tokens: some minutes for two processors, which is worth it. With all labels of
     * trec6, alone and without a limit, ten such passes left 9.4 % errors and fifteen 7.6, where a linear model has 13.4.
     */
    private static final long WANTED_TOKENS = 2_500_000;

    private static final int FEWEST_EPOCHS = 3;
    private static final int MOST_EPOCHS = 15;

    private static final int LARGEST_BATCH = 32;
    private static final int SMALLEST_BATCH = 8;
    /** fastai's 2 and 1 draw the outputs to zero faster than a few hundred rows can hold against it: 188 of 200 texts right, not 200. */
    private static final PooledEncoder.Regularisation NO_REGULARISATION = new PooledEncoder.Regularisation(0, 0);

    /** Steps of the head alone; they cost next to nothing, because the encoder's vectors are computed once. */
    private static final int HEAD_STEPS = 300;

    /**
     * A phase of gradual unfreezing.
     *
     * @param layers how many layer groups below the head learn, counted from the top; the embedding counts as one
     * @param epochs passes over the rows
     * @param rate largest learning rate, of the head
     */
    record Stage(int layers, int epochs, double rate) {

        Stage withEpochs(int other) {
            return new Stage(layers, other, rate);
        }
    }

    /**
     * The settings for a number of rows. The order of unfreezing is fastai 2's, the rate of 0.01 for many rows the paper's: fastai's
     * smaller last rate suits a base of a hundred million words and left a weakly pretrained encoder untrained. With few rows, smaller batches
     * make up for the steps that a pass lacks.
     *
     * @param rows labelled rows
     * @param tokens of all rows together
     * @param groups layer groups of the encoder, the embedding included
     */
    static ClassifierSettings forRows(int rows, long tokens, int groups) {
        int batch = Math.clamp(Integer.highestOneBit(Math.max(1, rows / 8)), SMALLEST_BATCH, LARGEST_BATCH);
        int steps = Math.max(1, rows / batch);
        int epochs = Math.clamp(WANTED_TOKENS / Math.max(1, tokens), FEWEST_EPOCHS, MOST_EPOCHS);
        int early = Math.max(1, epochs / 4);
        double rate = rows < FEW_ROWS ? RATE_OF_FEW_ROWS : RATE;
        return new ClassifierSettings(
                batch,
                Dropouts.classifier().scaled(0.5f),
                0.1f,
                NO_REGULARISATION,
                Math.clamp(HEAD_STEPS / steps, 3, 60),
                1e-2,
                List.of(new Stage(1, early, rate), new Stage(2, early, rate), new Stage(groups, epochs, rate)));
    }

    /** The same without gradual unfreezing: as many passes, all of which train every layer. */
    ClassifierSettings withAllLayersAtOnce() {
        int epochs = stages.stream().mapToInt(Stage::epochs).sum();
        return withStages(List.of(stages.getLast().withEpochs(epochs)));
    }

    /** The same with other stages. */
    ClassifierSettings withStages(List<Stage> other) {
        return new ClassifierSettings(batch, dropouts, decay, regularisation, headEpochs, headRate, other);
    }

    /**
     * The same with no more epochs than fit: the last stage shrinks first, then the early ones go. Where there is no time for
     * enough steps, the encoder stays as it is and the head, which is trained before these stages, does the work.
     *
     * @param affordable passes over the rows that there is time for
     * @param rows labelled rows
     */
    ClassifierSettings within(double affordable, int rows) {
        int planned = stages.stream().mapToInt(Stage::epochs).sum();
        if (planned <= affordable) {
            return this;
        }
        int left = (int) Math.max(0, affordable);
        if ((long) left * Math.ceilDiv(rows, batch) < FEWEST_STEPS) {
            return withStages(List.of());
        }
        Stage last = stages.getLast();
        if (left < stages.size()) {
            return withStages(List.of(last.withEpochs(left)));
        }
        List<Stage> early = stages.subList(0, stages.size() - 1).stream()
                .map(stage -> stage.withEpochs(1))
                .toList();
        List<Stage> fitted = new ArrayList<>(early);
        fitted.add(last.withEpochs(left - early.size()));
        return withStages(List.copyOf(fitted));
    }
}
