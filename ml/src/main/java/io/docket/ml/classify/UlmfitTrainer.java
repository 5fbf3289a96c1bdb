package io.docket.ml.classify;

import io.docket.ml.BaseModel;
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
import io.docket.ml.kernel.Kernels;
import io.docket.ml.kernel.Precision;
import io.docket.ml.kernel.cpu.CpuKernels;
import io.docket.ml.kernel.nd4j.Nd4jKernels;
import io.docket.ml.train.LanguageModelProgress;
import io.docket.ml.train.LanguageModelTuning;
import io.docket.ml.train.LanguageModelTuning.Options;
import io.docket.ml.train.TokenStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The ULMFiT recipe as a candidate: language model tuned once on all texts of the run, classifiers fitted from it as often as asked.
 * Stateless.
 */
public final class UlmfitTrainer implements CandidateTrainer {
    /** The rest is for the classifier, which gains more from time. */
    private static final double TUNING_SHARE = 0.4;
    /** The language model is tuned on at most so many tokens of text; more would take longer than they are worth. */
    private static final int MOST_TOKENS = 1_500_000;

    @Override
    public ModelKind kind() {
        return ModelKind.ULMFIT;
    }

    /** Reads the weights that {@link CandidateModel#save} wrote. */
    public static CandidateModel load(Path folder) throws IOException {
        return UlmfitFiles.read(folder, () -> kernels(NeuralOptions.Device.CPU));
    }

    /** What trains on a device: on the processor with rounded factors of products, where it has instructions for that. */
    static Kernels trainingKernels(NeuralOptions.Device device) {
        return kernels(device, Precision.MIXED);
    }

    /** What reads texts on a device. */
    static Kernels kernels(NeuralOptions.Device device) {
        return kernels(device, Precision.SINGLE);
    }

    /** Automatic is the processor: its kernels are the ones that were measured. */
    private static Kernels kernels(NeuralOptions.Device device, Precision precision) {
        return switch (device) {
            case AUTO, CPU -> new CpuKernels(Runtime.getRuntime().availableProcessors(), precision);
            case GPU -> {
                requireDevice(device);
                yield new Nd4jKernels();
            }
        };
    }

    /**
     * Refuses a direction for which there is no base model, before anything is trained.
     *
     * @throws CandidateUnavailableException with what to do instead
     */
    public static void requireDirection(BaseModel base, NeuralOptions.Direction direction) {
        if (direction == NeuralOptions.Direction.BOTH) {
            StartingModel.requireBackward(base);
        }
    }

    /**
     * Refuses a device that this machine lacks, before anything is trained.
     *
     * @throws CandidateUnavailableException with what to do instead
     */
    public static void requireDevice(NeuralOptions.Device device) {
        if (device == NeuralOptions.Device.GPU && !Nd4jKernels.runsOnGpu()) {
            throw new CandidateUnavailableException(
                    "ND4J has no GPU backend here; add nd4j-cuda to the class path, or train with --device cpu");
        }
    }

    @Override
    public Prepared prepare(CandidateTask task) throws IOException {
        long began = System.nanoTime();
        List<LossPoint> curves = new ArrayList<>();
        UlmfitCheckpoint checkpoint = new UlmfitCheckpoint(task.checkpoint());
        List<ReadingDirection> directions =
                switch (task.neural().direction()) {
                    case FORWARD -> List.of(ReadingDirection.FORWARD);
                    case BOTH -> ReadingDirection.both();
                };
        List<UlmfitFitting.TunedModel> tuned = new ArrayList<>();
        try (Kernels kernels = trainingKernels(task.neural().device())) {
            TrainingTexts texts = new TrainingTexts(task.rows(), task.unlabelled());
            for (ReadingDirection direction : directions) {
                Optional<UlmfitFitting.TunedModel> before = checkpoint.tunedBefore(direction, kernels);
                tuned.add(
                        before.isPresent()
                                ? before.get()
                                : tuned(direction, directions.size(), texts, kernels, task, checkpoint, curves));
            }
        }
        return new UlmfitFitting(task, tuned, checkpoint, began, curves);
    }

    private static UlmfitFitting.TunedModel tuned(
            ReadingDirection direction,
            int directions,
            TrainingTexts texts,
            Kernels kernels,
            CandidateTask task,
            UlmfitCheckpoint checkpoint,
            List<LossPoint> curves)
            throws IOException {
        StartingModel start = StartingModel.of(task.base(), task.neural(), direction, texts, kernels, task.seed());
        try (var model = start.model()) {
            TokenStream sample =
                    new TextSample(texts, start.tokenizer(), MOST_TOKENS, task.cancellation()).draw(task.seed());
            TokenStream stream = direction == ReadingDirection.FORWARD ? sample : sample.reversed();
            Optional<Duration> share = task.timeBudget()
                    .map(budget -> Duration.ofNanos((long) (budget.toNanos() * TUNING_SHARE / directions)));
            tune(start, stream, share, checkpoint.tuning(direction, stream), task, curves);
            UlmfitFitting.TunedModel tuned = new UlmfitFitting.TunedModel(
                    direction,
                    start.tokenizer(),
                    model.config(),
                    LanguageModelFolder.tensors(model.parameters()),
                    start.version());
            checkpoint.tuned(tuned);
            return tuned;
        }
    }

    private static void tune(
            StartingModel start,
            TokenStream stream,
            Optional<Duration> time,
            Optional<Path> checkpoint,
            CandidateTask task,
            List<LossPoint> curves)
            throws IOException {
        boolean leftOut = task.neural().leftOut().contains(NeuralOptions.Part.TUNING);
        if (leftOut || !LanguageModelTuning.isEnough(stream)) {
            return; // a handful of words teaches nothing
        }
        Options usual = start.pretrained() ? Options.defaults(task.seed()) : Options.fromNothing(task.seed());
        LanguageModelTuning.tune(
                start.model(),
                stream,
                Optional.empty(),
                checkpoint.map(usual::keptIn).orElse(usual).within(time),
                progress -> report(progress, task, curves),
                task.cancellation());
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
}
