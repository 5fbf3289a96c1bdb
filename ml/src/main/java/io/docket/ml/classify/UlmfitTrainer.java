package io.docket.ml.classify;

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
        Kernels kernels = kernels(NeuralOptions.Device.CPU);
        try {
            return UlmfitFiles.read(folder, kernels);
        } catch (IOException | RuntimeException e) {
            kernels.close();
            throw e;
        }
    }

    /** What computes for a choice of device. Automatic is the processor: its kernels are the ones that were measured. */
    static Kernels kernels(NeuralOptions.Device device) {
        return switch (device) {
            case AUTO, CPU -> new CpuKernels(Runtime.getRuntime().availableProcessors());
            case GPU -> {
                if (!Nd4jKernels.runsOnGpu()) {
                    throw new CandidateUnavailableException(
                            "ND4J has no GPU backend here; add nd4j-cuda to the class path, or train with --device cpu");
                }
                yield new Nd4jKernels();
            }
        };
    }

    @Override
    public Prepared prepare(CandidateTask task) throws IOException {
        refuseWhatIsMissing(task.neural());
        long began = System.nanoTime();
        List<LossPoint> curves = new ArrayList<>();
        try (Kernels kernels = kernels(task.neural().device())) {
            TrainingTexts texts = new TrainingTexts(task.rows(), task.unlabelled());
            StartingModel start = StartingModel.of(task.base(), task.neural(), texts, kernels, task.seed());
            try (var model = start.model()) {
                TokenStream stream =
                        new TextSample(texts, start.tokenizer(), MOST_TOKENS, task.cancellation()).draw(task.seed());
                Optional<Duration> share =
                        task.timeBudget().map(budget -> Duration.ofNanos((long) (budget.toNanos() * TUNING_SHARE)));
                tune(start, stream, share, task, curves);
                return new UlmfitFitting(
                        task,
                        new UlmfitFitting.TunedModel(
                                start.tokenizer(),
                                model.config(),
                                LanguageModelFolder.tensors(model.parameters()),
                                start.version()),
                        began,
                        curves);
            }
        }
    }

    private static void refuseWhatIsMissing(NeuralOptions options) {
        if (options.direction() == NeuralOptions.Direction.BOTH) {
            throw new CandidateUnavailableException("there is no backward base model; train with --direction forward");
        }
    }

    private static void tune(
            StartingModel start,
            TokenStream stream,
            Optional<Duration> time,
            CandidateTask task,
            List<LossPoint> curves)
            throws IOException {
        if (!LanguageModelTuning.isEnough(stream)) {
            return; // a handful of words teaches nothing
        }
        Options usual = start.pretrained() ? Options.defaults(task.seed()) : Options.fromNothing(task.seed());
        LanguageModelTuning.tune(
                start.model(),
                stream,
                Optional.empty(),
                time.map(usual::within).orElse(usual),
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
