package io.docket.ml.classify;

import io.docket.ml.LabelMode;
import io.docket.ml.LabelledText;
import io.docket.ml.LossPoint;
import io.docket.ml.NeuralOptions;
import io.docket.ml.TrainingProgress;
import io.docket.ml.TrainingStage;
import io.docket.ml.champion.CandidateModel;
import io.docket.ml.champion.CandidateTask;
import io.docket.ml.champion.CandidateTrainer;
import io.docket.ml.io.Tensor;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.model.EncoderConfig;
import io.docket.ml.text.Tokenizer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A tuned language model, kept in ordinary memory, from which classifiers are fitted one after the other. For one thread. */
final class UlmfitFitting implements CandidateTrainer.Prepared {

    private final CandidateTask task;
    private final List<TunedModel> tuned;
    private final UlmfitCheckpoint checkpoint;
    private final List<LossPoint> curves;
    private final long began;
    private int finishedFits;

    /**
     * What every fit starts from.
     *
     * @param direction in which it reads
     * @param tokenizer of its texts
     * @param sizes of the encoder
     * @param weights of the whole language model
     * @param baseVersion of the base model; empty for none
     */
    record TunedModel(
            ReadingDirection direction,
            Tokenizer tokenizer,
            EncoderConfig sizes,
            List<Tensor> weights,
            String baseVersion) {}

    /**
     * @param tuned the forward model, and the backward one if both are to be fitted
     * @param checkpoint for the fits
     * @param began {@link System#nanoTime} when the task's time budget began
     * @param curves losses so far; those of the deployed fit are added
     */
    UlmfitFitting(
            CandidateTask task,
            List<TunedModel> tuned,
            UlmfitCheckpoint checkpoint,
            long began,
            List<LossPoint> curves) {
        this.task = task;
        this.tuned = List.copyOf(tuned);
        this.checkpoint = checkpoint;
        this.began = began;
        this.curves = curves;
    }

    @Override
    public CandidateModel fit(List<LabelledText> rows, boolean last) throws IOException {
        List<UlmfitModel> models = new ArrayList<>();
        try {
            for (TunedModel start : tuned) {
                models.add(fit(start, rows, last));
            }
        } catch (IOException | RuntimeException e) {
            models.forEach(UlmfitModel::close);
            throw e;
        }
        return models.size() == 1
                ? models.getFirst()
                : new BothDirections(models.getFirst(), models.getLast(), task.labelMode());
    }

    private UlmfitModel fit(TunedModel start, List<LabelledText> rows, boolean last) throws IOException {
        FitCheckpoint kept = checkpoint.fit(finishedFits / tuned.size(), start.direction());
        Optional<ClassifierTraining.Trained> before = kept.result(start.sizes());
        ClassifierTraining.Trained trained = before.isPresent() ? before.get() : train(start, rows, last, kept);
        finishedFits++;
        Kernels kernels = UlmfitTrainer.kernels(task.neural().device());
        try {
            return new UlmfitModel(kernels, trained, start.tokenizer(), start.direction());
        } catch (RuntimeException e) {
            kernels.close();
            throw e;
        }
    }

    private ClassifierTraining.Trained train(
            TunedModel start, List<LabelledText> rows, boolean last, FitCheckpoint kept) throws IOException {
        LabelledSequences sequences = sequences(start, rows);
        ClassifierSettings usual = ClassifierSettings.forRows(
                rows.size(), sequences.tokens(), start.sizes().layers() + 1);
        ClassifierSettings settings = task.neural().leftOut().contains(NeuralOptions.Part.GRADUAL_UNFREEZING)
                ? usual.withAllLayersAtOnce()
                : usual;
        float[] weights = task.neural().balanced()
                ? LabelWeights.balanced(rows, task.labels(), task.labelMode())
                : LabelWeights.even(task.labels().size());
        ClassifierLoss loss = new ClassifierLoss(
                task.labelMode(), task.labels().size(), (float) task.neural().labelSmoothing(), weights);
        try (Kernels kernels = UlmfitTrainer.trainingKernels(task.neural().device());
                ClassifierTraining training = new ClassifierTraining(
                        kernels,
                        start.sizes(),
                        start.weights(),
                        sequences,
                        loss,
                        settings,
                        task.seed(),
                        new Reporter(rows.size(), last),
                        task.cancellation())) {
            ClassifierTraining.Trained trained = training.train(secondsForThisFit(), kept);
            kept.end(trained);
            return trained;
        }
    }

    /** An even share of what is left of the budget. */
    private double secondsForThisFit() {
        int fitsLeft = Math.max(1, fits() - finishedFits);
        return task.timeBudget()
                .map(budget -> Math.max(1, (budget.toNanos() - (System.nanoTime() - began)) / 1e9 / fitsLeft))
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** Of all directions together. */
    private int fits() {
        return task.fits() * tuned.size();
    }

    private LabelledSequences sequences(TunedModel start, List<LabelledText> rows) {
        Map<String, Integer> labels = new HashMap<>();
        task.labels().forEach(label -> labels.put(label, labels.size()));
        int[][] texts = new int[rows.size()][];
        float[][] targets = new float[rows.size()][task.labels().size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = UlmfitModel.ids(start.tokenizer(), rows.get(i).text(), start.direction());
            for (String label : rows.get(i).labels()) {
                targets[i][labels.get(label)] = 1;
            }
            if (task.labelMode() == LabelMode.SINGLE && rows.get(i).labels().size() != 1) {
                throw new IllegalArgumentException("row " + rows.get(i).id() + " needs exactly one label");
            }
        }
        return new LabelledSequences(texts, targets);
    }

    @Override
    public boolean refitsCheaply() {
        return false;
    }

    @Override
    public List<LossPoint> curves() {
        return List.copyOf(curves);
    }

    @Override
    public String baseVersion() {
        return tuned.getFirst().baseVersion();
    }

    @Override
    public void close() {
        // holds ordinary memory only
    }

    /** Passes progress on, several times a second at most, and keeps the curve of the deployed fit. */
    private final class Reporter implements ClassifierTraining.Progress {

        private static final long NANOS = 300_000_000;
        private static final double SMOOTHING = 0.05;

        private final int rows;
        private final boolean keeps;
        private final long fitBegan = System.nanoTime();
        private long reported;
        private double done;
        private double smoothed = Double.NaN;

        Reporter(int rows, boolean keeps) {
            this.rows = rows;
            this.keeps = keeps;
        }

        @Override
        public void step(double share, double epoch, double loss, double rowsPerSecond) {
            done = share;
            smoothed = Double.isNaN(smoothed) ? loss : smoothed + SMOOTHING * (loss - smoothed);
            if (System.nanoTime() - reported < NANOS) {
                return;
            }
            reported = System.nanoTime();
            if (keeps) {
                curves.add(new LossPoint(TrainingStage.TRAIN_CLASSIFIER, epoch, smoothed, OptionalDouble.empty()));
            }
            Duration left = remaining(epoch, rowsPerSecond, allFits() - finishedFits - 1);
            report(rowsPerSecond, Optional.of(left), OptionalDouble.of(epoch), OptionalDouble.of(smoothed));
        }

        @Override
        public void reading(double rowsPerSecond) {
            if (System.nanoTime() - reported >= NANOS) {
                reported = System.nanoTime();
                report(rowsPerSecond, Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty());
            }
        }

        private void report(
                double rowsPerSecond, Optional<Duration> remaining, OptionalDouble epoch, OptionalDouble trainingLoss) {
            task.listener()
                    .progressed(new TrainingProgress(
                            TrainingStage.TRAIN_CLASSIFIER,
                            (finishedFits + done) / allFits(),
                            OptionalDouble.of(rowsPerSecond),
                            "rows",
                            remaining,
                            epoch,
                            trainingLoss,
                            OptionalDouble.empty()));
        }

        private int allFits() {
            return Math.max(fits(), finishedFits + 1);
        }

        /** Of this fit, and of those to come, which take about as long as this one. */
        private Duration remaining(double epoch, double rowsPerSecond, int fitsToCome) {
            double epochsToCome = done > 0 ? epoch / done - epoch : 0;
            double thisFit = epochsToCome * rows / Math.max(1e-6, rowsPerSecond);
            double soFar = (System.nanoTime() - fitBegan) / 1e9;
            return Duration.ofMillis(Math.round(1e3 * (thisFit + fitsToCome * (soFar + thisFit))));
        }
    }
}
