package io.docket.ml.classify;

import io.docket.ml.LabelMode;
import io.docket.ml.LabelledText;
import io.docket.ml.LossPoint;
import io.docket.ml.ModelKind;
import io.docket.ml.NeuralOptions;
import io.docket.ml.TrainingProgress;
import io.docket.ml.TrainingStage;
import io.docket.ml.champion.CandidateModel;
import io.docket.ml.champion.CandidateTask;
import io.docket.ml.champion.CandidateTrainer;
import io.docket.ml.champion.CandidateUnavailableException;
import io.docket.ml.io.LanguageModelFolder;
import io.docket.ml.io.Tensor;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.kernel.cpu.CpuKernels;
import io.docket.ml.model.EncoderConfig;
import io.docket.ml.text.Tokenizer;
import io.docket.ml.train.LanguageModelProgress;
import io.docket.ml.train.TokenStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The ULMFiT recipe as a candidate: language model tuned once on all texts of the run, classifiers fitted from it as often as asked.
 * Stateless.
 */
public final class UlmfitTrainer implements CandidateTrainer {
    /** The rest is for the classifier, which gains more from time. */
    private static final double TUNING_SHARE = 0.4;
    /** The language model is tuned on at most so many tokens of text (40 MB of memory). */
    private static final int MOST_TOKENS = 20_000_000;

    @Override
    public ModelKind kind() {
        return ModelKind.ULMFIT;
    }

    /** Reads the weights that {@link CandidateModel#save} wrote. */
    public static CandidateModel load(Path folder) throws IOException {
        Kernels kernels = kernels();
        try {
            return UlmfitFiles.read(folder, kernels);
        } catch (IOException | RuntimeException e) {
            kernels.close();
            throw e;
        }
    }

    private static Kernels kernels() {
        return new CpuKernels(Runtime.getRuntime().availableProcessors());
    }

    @Override
    public Prepared prepare(CandidateTask task) throws IOException {
        refuseWhatIsMissing(task.neural());
        long began = System.nanoTime();
        List<LossPoint> curves = new ArrayList<>();
        try (Kernels kernels = kernels()) {
            TrainingTexts texts = new TrainingTexts(task.rows(), task.unlabelled());
            StartingModel start = StartingModel.of(task.base(), task.neural(), texts, kernels, task.seed());
            try (var model = start.model()) {
                TokenStream stream = encode(texts, start.tokenizer(), task);
                Optional<Duration> share =
                        task.timeBudget().map(budget -> Duration.ofNanos((long) (budget.toNanos() * TUNING_SHARE)));
                new LanguageModelTuning(start, stream, task.seed())
                        .run(share, progress -> report(progress, task, curves), task.cancellation());
                return new Fitting(
                        task,
                        start.tokenizer(),
                        model.config(),
                        LanguageModelFolder.tensors(model.parameters()),
                        start.version(),
                        secondsForEachFit(task, began),
                        curves);
            }
        }
    }

    private static void refuseWhatIsMissing(NeuralOptions options) {
        if (options.direction() == NeuralOptions.Direction.BOTH) {
            throw new CandidateUnavailableException("there is no backward base model; train with --direction forward");
        }
        if (options.device() == NeuralOptions.Device.GPU) {
            throw new CandidateUnavailableException("this build computes on the processor; train with --device cpu");
        }
    }

    private static TokenStream encode(TrainingTexts texts, Tokenizer tokenizer, CandidateTask task) throws IOException {
        List<int[]> documents = new ArrayList<>();
        long[] tokens = new long[1];
        texts.forEach(text -> {
            task.cancellation().throwIfCancelled();
            if (tokens[0] < MOST_TOKENS) {
                int[] ids = tokenizer.encode(text).ids();
                documents.add(ids);
                tokens[0] += ids.length;
            }
        });
        return TokenStream.of(documents);
    }

    private static void report(LanguageModelProgress progress, CandidateTask task, List<LossPoint> curves) {
        double fraction = progress.steps()
                .map(steps -> progress.step() / (double) Math.max(1, steps))
                .orElse(0.0);
        curves.add(new LossPoint(
                TrainingStage.TUNE_LANGUAGE_MODEL,
                progress.epochs(),
                progress.trainingLoss(),
                progress.validationLoss()));
        task.listener()
                .progressed(new TrainingProgress(
                        TrainingStage.TUNE_LANGUAGE_MODEL,
                        fraction,
                        OptionalDouble.of(progress.tokensPerSecond()),
                        "tokens",
                        progress.remaining(),
                        OptionalDouble.of(progress.epochs()),
                        OptionalDouble.of(progress.trainingLoss()),
                        progress.validationLoss()));
    }

    private static double secondsForEachFit(CandidateTask task, long began) {
        return task.timeBudget()
                .map(budget -> Math.max(1, budget.toNanos() / 1e9 - (System.nanoTime() - began) / 1e9)
                        / Math.max(1, task.fits()))
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** The tuned language model, kept in ordinary memory between fits. */
    private record Fitting(
            CandidateTask task,
            Tokenizer tokenizer,
            EncoderConfig sizes,
            List<Tensor> languageModel,
            String baseVersion,
            double secondsForEachFit,
            List<LossPoint> curves)
            implements Prepared {

        @Override
        public CandidateModel fit(List<LabelledText> rows, boolean last) throws IOException {
            Kernels kernels = kernels();
            try {
                return new UlmfitModel(kernels, train(kernels, rows, last), tokenizer);
            } catch (RuntimeException e) {
                kernels.close();
                throw e;
            }
        }

        private ClassifierTraining.Trained train(Kernels kernels, List<LabelledText> rows, boolean last) {
            LabelledSequences sequences = sequences(rows);
            float[] evenWeights = new float[task.labels().size()];
            Arrays.fill(evenWeights, 1);
            ClassifierSettings settings = ClassifierSettings.forRows(rows.size(), sizes.layers() + 1);
            ClassifierLoss loss =
                    new ClassifierLoss(task.labelMode(), task.labels().size(), settings.smoothing(), evenWeights);
            Reporter reporter = new Reporter(rows.size(), last);
            try (ClassifierTraining training = new ClassifierTraining(
                    kernels,
                    sizes,
                    languageModel,
                    sequences,
                    loss,
                    settings,
                    task.seed(),
                    reporter,
                    task.cancellation())) {
                return training.train(secondsForEachFit);
            }
        }

        private LabelledSequences sequences(List<LabelledText> rows) {
            Map<String, Integer> labels = new HashMap<>();
            task.labels().forEach(label -> labels.put(label, labels.size()));
            int[][] texts = new int[rows.size()][];
            float[][] targets = new float[rows.size()][task.labels().size()];
            for (int i = 0; i < texts.length; i++) {
                texts[i] = UlmfitModel.ids(tokenizer, rows.get(i).text());
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
        public void close() {
            // holds ordinary memory only
        }

        /** Passes progress on, several times a second at most, and keeps the curve of the deployed fit. */
        private final class Reporter implements ClassifierTraining.Progress {
            private static final long NANOS = 300_000_000;
            private final int rows;
            private final boolean keeps;
            private long reported;
            private double smoothed = Double.NaN;

            Reporter(int rows, boolean keeps) {
                this.rows = rows;
                this.keeps = keeps;
            }

            @Override
            public void step(double done, double epoch, double loss, double rowsPerSecond) {
                smoothed = Double.isNaN(smoothed) ? loss : smoothed + 0.05 * (loss - smoothed);
                if (System.nanoTime() - reported < NANOS) {
                    return;
                }
                reported = System.nanoTime();
                if (keeps) {
                    curves.add(new LossPoint(TrainingStage.TRAIN_CLASSIFIER, epoch, smoothed, OptionalDouble.empty()));
                }
                double allEpochs = done > 0 ? epoch / done : 0;
                Duration remaining =
                        Duration.ofMillis(Math.round(1e3 * (allEpochs - epoch) * rows / Math.max(1e-6, rowsPerSecond)));
                task.listener()
                        .progressed(new TrainingProgress(
                                TrainingStage.TRAIN_CLASSIFIER,
                                done,
                                OptionalDouble.of(rowsPerSecond),
                                "rows",
                                Optional.of(remaining),
                                OptionalDouble.of(epoch),
                                OptionalDouble.of(smoothed),
                                OptionalDouble.empty()));
            }
        }
    }
}
