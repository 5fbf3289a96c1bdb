package io.docket.ml.classify;

import io.docket.ml.Cancellation;
import io.docket.ml.io.LanguageModelFolder;
import io.docket.ml.io.Tensor;
import io.docket.ml.kernel.Floats;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.model.Encoder;
import io.docket.ml.model.EncoderConfig;
import io.docket.ml.model.Parameter;
import io.docket.ml.model.ParameterSet;
import io.docket.ml.model.Seeds;
import io.docket.ml.train.Adam;
import io.docket.ml.train.Curve;
import io.docket.ml.train.Phases;
import io.docket.ml.train.StepRates;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Fits head and encoder to labelled rows with gradual unfreezing and discriminative rates. First the head alone, on vectors of the
 * frozen encoder that are computed once (without the encoder's dropout, which is what makes them reusable); then group after group
 * from the top. The same rows, settings and seed give the same weights. For one thread.
 */
final class ClassifierTraining implements AutoCloseable {
    /** Steps that are timed for a plan, all over a pass. */
    private static final int TIMED_STEPS = 12;

    private static final Duration WARM_UP = Duration.ofSeconds(1);

    /** Tokens by which the time of reading is estimated. */
    private static final int TIMED_TOKENS = 20_000;

    /** Rows that the head is fitted to at least, however short the time. */
    private static final int FEWEST_READ = 16;

    /** A step that learns takes at least so much longer than reading the same tokens. */
    private static final double LEAST_COST_OF_LEARNING = 2;

    /** Of a limited time, what timing of steps may take. */
    private static final double TIMING_SHARE = 0.1;

    /** Of a limited time, what may pass before the encoder learns: a head on fewer rows is a good enough beginning. */
    private static final double READING_SHARE = 0.3;

    /**
     * Tokens that are read for the statistics of the head's norms where time is limited. A number and no share of the time, because
     * a run that goes on from a checkpoint has to read the same rows as an unbroken one.
     */
    private static final int SETTLING_TOKENS = 200_000;

    /** More rows than this would not make the statistics of the head's norms any better. */
    private static final int MOST_SETTLING = 2_000;

    private final Kernels kernels;
    private final EncoderConfig sizes;
    private final ParameterSet encoderParameters;
    private final ParameterSet headParameters;
    private final Encoder encoder;
    private final ClassifierHead head;
    private final LabelledSequences rows;
    private final ClassifierLoss loss;
    private final ClassifierSettings settings;
    private final long seed;
    private final Progress progress;
    private final Cancellation cancellation;

    /** Hears how far training is. */
    interface Progress {
        /**
         * @param done share of all planned work, in [0, 1]
         * @param epoch finished passes that trained the encoder, with fraction
         * @param loss of the batch, nats
         * @param rowsPerSecond of the present phase
         */
        void step(double done, double epoch, double loss, double rowsPerSecond);

        /** The encoder, still or finally as it is, reads rows for the head. */
        void reading(double rowsPerSecond);
    }

    /** What training makes: weights of the encoder by this engine's names, and a head. */
    record Trained(EncoderConfig sizes, List<Tensor> encoder, HeadWeights head) {}

    ClassifierTraining(
            Kernels kernels,
            EncoderConfig sizes,
            List<Tensor> languageModel,
            LabelledSequences rows,
            ClassifierLoss loss,
            ClassifierSettings settings,
            long seed,
            Progress progress,
            Cancellation cancellation) {
        this.kernels = kernels;
        this.sizes = sizes;
        this.rows = rows;
        this.loss = loss;
        this.settings = settings;
        this.seed = seed;
        this.progress = progress;
        this.cancellation = cancellation;
        this.encoderParameters = new ParameterSet(kernels, Encoder.specs(sizes));
        fill(encoderParameters, languageModel);
        this.encoder = new Encoder(kernels, sizes, encoderParameters);
        int inputs = 3 * sizes.embedding();
        this.headParameters =
                ParameterSet.initialise(kernels, ClassifierHead.specs(inputs, loss.labels()), Seeds.derive(seed, 100));
        this.head = new ClassifierHead(kernels, headParameters, inputs, loss.labels(), settings.batch() + 1);
    }

    /** Copies values by name; tensors that the parameters lack, such as the decoder's, are left out. */
    static void fill(ParameterSet parameters, List<Tensor> tensors) {
        Map<String, Tensor> byName = tensors.stream().collect(Collectors.toMap(Tensor::name, Function.identity()));
        for (Parameter parameter : parameters.all()) {
            parameter.values().write(byName.get(parameter.name()).values());
        }
    }

    /**
     * Trains, or goes on where the checkpoint is.
     *
     * @param seconds to stay within; infinite for no limit. A checkpoint brings its own plan
     * @throws io.docket.ml.TrainingCancelledException when cancelled; the checkpoint then holds the last step
     */
    Trained train(double seconds, FitCheckpoint checkpoint) throws IOException {
        long began = System.nanoTime();
        try (PooledEncoder pooled = new PooledEncoder(kernels, encoder, settings.batch() + 1);
                Adam headOptimiser = new Adam(kernels, headParameters, settings.decay(), 0);
                Adam encoderOptimiser = new Adam(kernels, encoderParameters, settings.decay(), 0)) {
            List<Floats> blocks = new ArrayList<>(List.of(headParameters.values(), encoderParameters.values()));
            blocks.addAll(headOptimiser.moments());
            blocks.addAll(encoderOptimiser.moments());
            Optional<FitCheckpoint.Position> saved = checkpoint.restore(blocks);
            ClassifierSettings plan;
            if (saved.isPresent()) {
                plan = settings.withStages(saved.get().stages());
                headOptimiser.restoreSteps(saved.get().headSteps());
                encoderOptimiser.restoreSteps(saved.get().encoderSteps());
            } else {
                plan = fitHead(seconds, began, pooled, headOptimiser, encoderOptimiser);
            }
            long done = saved.map(FitCheckpoint.Position::step).orElse(0L);
            new Unfreezing(plan, pooled, headOptimiser, encoderOptimiser, done, step -> {
                        if (cancellation.isCancelled() || checkpoint.isDue()) {
                            checkpoint.save(
                                    new FitCheckpoint.Position(
                                            plan.stages(), step, headOptimiser.steps(), encoderOptimiser.steps()),
                                    blocks);
                        }
                    })
                    .run();
            int settling =
                    Double.isInfinite(seconds) ? MOST_SETTLING : Math.min(MOST_SETTLING, rowsOf(SETTLING_TOKENS));
            head.settle(vectors(pooled, spread(settling)));
        }
        return new Trained(sizes, LanguageModelFolder.tensors(encoderParameters), head.weights());
    }

    /** Fits the head alone and plans the stages for what is left of the time. */
    private ClassifierSettings fitHead(
            double seconds, long began, PooledEncoder pooled, Adam headOptimiser, Adam encoderOptimiser) {
        if (Double.isInfinite(seconds)) {
            trainHead(spread(rows.size()), pooled, headOptimiser);
            return settings;
        }
        double secondsPerToken = secondsPerToken(pooled);
        trainHead(spread(rowsOf(READING_SHARE * seconds / secondsPerToken)), pooled, headOptimiser);
        double settling = secondsPerToken * Math.min(SETTLING_TOKENS, rows.tokens());
        return planWithin(seconds - settling, began, pooled, encoderOptimiser, secondsPerToken);
    }

    /** How long the frozen encoder takes for a token, by a sample. */
    private double secondsPerToken(PooledEncoder pooled) {
        int[] sample = spread((int) Math.max(1, TIMED_TOKENS / tokensPerRow()));
        long began = System.nanoTime();
        vectors(pooled, sample);
        long tokens = tokens(sample);
        return (System.nanoTime() - began) / 1e9 / Math.max(1, tokens);
    }

    /** Rows that have so many tokens together. */
    private int rowsOf(double tokens) {
        return (int) Math.clamp(tokens / tokensPerRow(), Math.min(FEWEST_READ, rows.size()), rows.size());
    }

    private double tokensPerRow() {
        return Math.max(1, (double) rows.tokens() / rows.size());
    }

    private long tokens(int[] chosen) {
        return IntStream.of(chosen).mapToLong(row -> rows.texts()[row].length).sum();
    }

    /** The stages for which there is time; steps are timed only where there can be enough of it. */
    private ClassifierSettings planWithin(
            double seconds, long began, PooledEncoder pooled, Adam optimiser, double secondsPerToken) {
        double atLeast = LEAST_COST_OF_LEARNING * secondsPerToken * rows.tokens();
        ClassifierSettings hoped = settings.within(secondsLeft(seconds, began) / atLeast, rows.size());
        if (hoped.stages().isEmpty()) {
            return hoped;
        }
        double pass = Math.max(1e-3, secondsOfPass(pooled, optimiser, TIMING_SHARE * seconds));
        return settings.within(secondsLeft(seconds, began) / pass, rows.size());
    }

    private static double secondsLeft(double seconds, long began) {
        return seconds - (System.nanoTime() - began) / 1e9;
    }

    /**
     * How long a pass with all layers takes, by steps that change nothing; they are repeated until the code is warm, but for no
     * longer than a limit allows and one step takes.
     */
    private double secondsOfPass(PooledEncoder pooled, Adam optimiser, double limit) {
        List<int[]> batches = SortedBatches.training(rows.lengths(), settings.batch(), seed);
        int apart = Math.ceilDiv(batches.size(), TIMED_STEPS);
        List<int[]> timed = IntStream.iterate(apart / 2, i -> i < batches.size(), i -> i + apart)
                .mapToObj(batches::get)
                .toList();
        double secondsPerToken = Double.POSITIVE_INFINITY;
        long first = System.nanoTime();
        for (int round = 0; round < 2 || System.nanoTime() - first < WARM_UP.toNanos(); round++) {
            long began = System.nanoTime();
            long tokens = 0;
            for (int[] batch : timed) {
                idleStep(batch, pooled, optimiser);
                tokens += tokens(batch);
                if (secondsLeft(limit, first) < 0) {
                    break;
                }
            }
            secondsPerToken = Math.min(secondsPerToken, (System.nanoTime() - began) / 1e9 / tokens);
            if (secondsLeft(limit, first) < 0) {
                break;
            }
        }
        return secondsPerToken * rows.tokens();
    }

    private void idleStep(int[] batch, PooledEncoder pooled, Adam optimiser) {
        cancellation.throwIfCancelled();
        pooled.forward(texts(batch), settings.dropouts(), seed);
        pooled.backward(
                new float[batch.length * pooled.pooledWidth()],
                Set.copyOf(encoderParameters.groups()),
                settings.regularisation());
        optimiser.idle();
    }

    /** Rows all over the set, all of them if there are no more than {@code most}. */
    private int[] spread(int most) {
        int count = Math.min(most, rows.size());
        return IntStream.range(0, count)
                .map(i -> (int) ((long) i * rows.size() / count))
                .toArray();
    }

    /** Pooled vectors of some rows by the encoder as it is now, without dropout. */
    private float[][] vectors(PooledEncoder pooled, int[] chosen) {
        float[][] vectors = new float[chosen.length][];
        int width = pooled.pooledWidth();
        long began = System.nanoTime();
        int read = 0;
        int[] lengths =
                IntStream.of(chosen).map(row -> rows.texts()[row].length).toArray();
        for (int[] batch : SortedBatches.reading(lengths, settings.batch())) {
            cancellation.throwIfCancelled();
            float[] values = pooled.pool(IntStream.of(batch)
                    .mapToObj(place -> rows.texts()[chosen[place]])
                    .toArray(int[][]::new));
            for (int i = 0; i < batch.length; i++) {
                vectors[batch[i]] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
            }
            read += batch.length;
            progress.reading(read / ((System.nanoTime() - began) / 1e9));
        }
        return vectors;
    }

    /** The head alone, on vectors of these rows. */
    private void trainHead(int[] chosen, PooledEncoder encoder, Adam optimiser) {
        float[][] vectors = vectors(encoder, chosen);
        int width = encoder.pooledWidth();
        int[] sameLength = new int[chosen.length];
        Arrays.fill(sameLength, 1);
        int stepsPerEpoch = Math.ceilDiv(chosen.length, settings.batch());
        Phases.Phase phase = new Phases.Phase(
                (long) stepsPerEpoch * settings.headEpochs(),
                Curve.OneCycle.text(),
                Map.of(ClassifierHead.GROUP, (float) settings.headRate()));
        Phases schedule = new Phases(List.of(phase));
        long step = 0;
        for (int epoch = 0; epoch < settings.headEpochs(); epoch++) {
            for (int[] batch : SortedBatches.training(sameLength, settings.batch(), Seeds.derive(seed, 1000 + epoch))) {
                cancellation.throwIfCancelled();
                float[] pooled = new float[batch.length * width];
                for (int i = 0; i < batch.length; i++) {
                    System.arraycopy(vectors[batch[i]], 0, pooled, i * width, width);
                }
                int[] places = IntStream.of(batch).map(i -> chosen[i]).toArray();
                headStep(places, pooled, Seeds.derive(seed, 2_000_000 + step));
                optimiser.step(schedule.at(step));
                step++;
            }
        }
    }

    private double lastLoss;

    /** Forward and backward through the head; returns the gradient of the pooled vectors. */
    private float[] headStep(int[] batch, float[] pooled, long stepSeed) {
        float[] logits = head.forward(pooled, batch.length, settings.dropouts().output(), stepSeed);
        float[] gradient = new float[logits.length];
        float[][] targets = new float[batch.length][];
        for (int i = 0; i < batch.length; i++) {
            targets[i] = rows.targets()[batch[i]];
        }
        lastLoss = loss.evaluate(logits, targets, gradient);
        return head.backward(gradient);
    }

    private int[][] texts(int[] batch) {
        int[][] texts = new int[batch.length][];
        for (int i = 0; i < batch.length; i++) {
            texts[i] = rows.texts()[batch[i]];
        }
        return texts;
    }

    /** The stages in which the encoder learns too. */
    private final class Unfreezing {
        private final ClassifierSettings plan;
        private final PooledEncoder pooled;
        private final Adam headOptimiser;
        private final Adam encoderOptimiser;
        private final int epochs;
        private final long doneBefore;
        private final LongConsumer keeper;
        private int finishedEpochs;
        private long step;

        /**
         * @param doneBefore steps that a checkpoint holds; they are not taken again
         * @param keeper told the number of finished steps before each step
         */
        Unfreezing(
                ClassifierSettings plan,
                PooledEncoder pooled,
                Adam headOptimiser,
                Adam encoderOptimiser,
                long doneBefore,
                LongConsumer keeper) {
            this.plan = plan;
            this.pooled = pooled;
            this.headOptimiser = headOptimiser;
            this.encoderOptimiser = encoderOptimiser;
            this.doneBefore = doneBefore;
            this.keeper = keeper;
            this.epochs = plan.stages().stream()
                    .mapToInt(ClassifierSettings.Stage::epochs)
                    .sum();
        }

        void run() {
            for (ClassifierSettings.Stage stage : plan.stages()) {
                run(stage);
            }
        }

        private void run(ClassifierSettings.Stage stage) {
            int stepsPerEpoch = Math.ceilDiv(rows.size(), plan.batch());
            Phases schedule = new Phases(List.of(
                    new Phases.Phase((long) stepsPerEpoch * stage.epochs(), Curve.OneCycle.text(), rates(stage))));
            long stageStep = 0;
            long began = System.nanoTime();
            long seen = 0;
            for (int epoch = 0; epoch < stage.epochs(); epoch++) {
                List<int[]> batches =
                        SortedBatches.training(rows.lengths(), plan.batch(), Seeds.derive(seed, 3000 + finishedEpochs));
                for (int[] batch : batches) {
                    if (step < doneBefore) {
                        step++;
                        stageStep++;
                        continue;
                    }
                    keeper.accept(step);
                    cancellation.throwIfCancelled();
                    learn(batch, schedule.at(stageStep++));
                    seen += batch.length;
                    double inEpochs =
                            finishedEpochs + (double) (stageStep - (long) epoch * stepsPerEpoch) / stepsPerEpoch;
                    progress.step(inEpochs / epochs, inEpochs, lastLoss, seen / ((System.nanoTime() - began) / 1e9));
                }
                finishedEpochs++;
            }
        }

        private void learn(int[] batch, StepRates rates) {
            long stepSeed = Seeds.derive(seed, 4_000_000 + step++);
            float[] vectors = pooled.forward(texts(batch), plan.dropouts(), stepSeed);
            float[] gradient = headStep(batch, vectors, Seeds.derive(stepSeed, -1));
            pooled.backward(gradient, rates.byGroup().keySet(), plan.regularisation());
            headOptimiser.step(rates);
            encoderOptimiser.step(rates);
        }

        /** The head's rate at the top, each group below slower by the same factor. */
        private Map<String, Float> rates(ClassifierSettings.Stage stage) {
            List<String> fromTop = new ArrayList<>();
            for (int layer = sizes.layers() - 1; layer >= 0; layer--) {
                fromTop.add(Encoder.layerGroup(layer));
            }
            fromTop.add(Encoder.EMBEDDING_GROUP);
            Map<String, Float> rates = new HashMap<>();
            rates.put(ClassifierHead.GROUP, (float) stage.rate());
            double rate = stage.rate();
            for (String group : fromTop.subList(0, Math.min(stage.layers(), fromTop.size()))) {
                rate /= ClassifierSettings.RATE_RATIO;
                rates.put(group, (float) rate);
            }
            return rates;
        }
    }

    @Override
    public void close() {
        head.close();
        headParameters.close();
        encoder.close();
        encoderParameters.close();
    }
}
