package io.docket.ml.cli;

import io.docket.ml.BaseModel;
import io.docket.ml.Cancellation;
import io.docket.ml.CandidateReport;
import io.docket.ml.ClassifierTrainer;
import io.docket.ml.LabelMode;
import io.docket.ml.ModelKind;
import io.docket.ml.NeuralOptions;
import io.docket.ml.TrainingCancelledException;
import io.docket.ml.TrainingReport;
import io.docket.ml.TrainingRequest;
import io.docket.ml.champion.CandidateUnavailableException;
import io.docket.ml.champion.RunCheckpoint;
import io.docket.ml.classify.UlmfitTrainer;
import io.docket.ml.data.LabelledCsv;
import io.docket.ml.data.TextFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code docket ml train}: labelled rows in, a model folder and a report out. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Train a classifier on labelled rows and report honestly how good it is.",
        footer = {
            "",
            "CSV files are UTF-8 with a header that names the columns text and label; .gz is read too.",
            "With --multi-label a cell holds labels separated by |, or nothing."
        })
final class TrainCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--train", required = true, paramLabel = "CSV", description = "Labelled rows.")
    private Path train;

    @Option(
            names = "--valid",
            paramLabel = "CSV",
            description = "Rows to judge on; without it some are set aside or cross-validated.")
    private Optional<Path> valid = Optional.empty();

    @Option(
            names = "--unlabelled",
            arity = "1..*",
            paramLabel = "FILE",
            description = "More texts for the language model: CSV with a column text, or plain text.")
    private List<Path> unlabelled = new ArrayList<>();

    @Option(
            names = "--base",
            paramLabel = "DIR|none",
            description = "Language model to start from; none starts from nothing (default: the shipped one).")
    private Optional<String> base = Optional.empty();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Model folder to write.")
    private Path out;

    @Option(
            names = "--preset",
            defaultValue = "compact",
            description = "Sizes with --base none: compact or standard (default: ${DEFAULT-VALUE}).")
    private NeuralOptions.Preset preset;

    @Option(
            names = "--direction",
            defaultValue = "forward",
            description = {
                "forward, or both: the mean of a model that reads forward and one that reads backward, at twice the",
                "time; needs a base with a folder 'backward', or --base none (default: ${DEFAULT-VALUE})."
            })
    private NeuralOptions.Direction direction;

    @Option(
            names = "--device",
            defaultValue = "cpu",
            description = "cpu, or gpu where ND4J's CUDA backend is on the class path (default: ${DEFAULT-VALUE}).")
    private NeuralOptions.Device device;

    @Option(names = "--max-minutes", paramLabel = "N", description = "Plan the training to end within N minutes.")
    private Optional<Double> maxMinutes = Optional.empty();

    @Option(names = "--balance-labels", description = "Let examples of rare labels count more.")
    private boolean balanced;

    @Option(
            names = "--label-smoothing",
            defaultValue = "" + NeuralOptions.DEFAULT_SMOOTHING,
            paramLabel = "S",
            description = "Share of the truth that is spread over all labels (default: ${DEFAULT-VALUE}).")
    private double labelSmoothing;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Seed (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--multi-label", description = "A text may carry any number of labels.")
    private boolean multiLabel;

    @Option(names = "--linear-only", description = "Train the linear model only: seconds instead of minutes.")
    private boolean linearOnly;

    @Option(
            names = "--precision",
            defaultValue = "0.9",
            paramLabel = "P",
            description = "Abstain where labels would be right less often than this (default: ${DEFAULT-VALUE}).")
    private double precision;

    @Option(
            names = "--resume",
            description = "Go on where an interrupted run with the same rows and options stopped (OUT.checkpoint).")
    private boolean resume;

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        TrainingRequest request = request();
        refuseWhatCannotBe(request);
        TrainingReport report;
        Cancellation cancellation = new Cancellation();
        StopSignal signal = new StopSignal(cancellation);
        try {
            report = ClassifierTrainer.standard()
                    .train(request, new ProgressPrinter(spec.commandLine().getErr()), cancellation);
        } catch (TrainingCancelledException e) {
            return signal.stopped(spec.commandLine().getErr());
        } finally {
            signal.close();
        }
        PrintWriter output = spec.commandLine().getOut();
        if (json) {
            output.println(Json.line(report));
        } else {
            print(report, output);
        }
        output.flush();
        return CommandLine.ExitCode.OK;
    }

    private void refuseWhatCannotBe(TrainingRequest request) throws IOException {
        try {
            if (!linearOnly) {
                UlmfitTrainer.requireDirection(request.base(), direction);
                UlmfitTrainer.requireDevice(device);
            }
        } catch (CandidateUnavailableException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        if (!resume) {
            RunCheckpoint.delete(request);
        } else if (!RunCheckpoint.belongsTo(request)) {
            throw new ParameterException(
                    spec.commandLine(),
                    Files.exists(checkpoint())
                            ? checkpoint()
                                    + " is of other rows or options; give those, or leave --resume out to begin anew"
                            : "there is no " + checkpoint() + " to resume from; leave --resume out to begin");
        }
    }

    private Path checkpoint() {
        return out.resolveSibling(out.getFileName() + ".checkpoint");
    }

    private TrainingRequest request() throws IOException {
        LabelMode mode = multiLabel ? LabelMode.MULTI : LabelMode.SINGLE;
        TrainingRequest request = new TrainingRequest(LabelledCsv.read(train, mode), out)
                .withLabelMode(mode)
                .withUnlabelled(TextFiles.of(unlabelled))
                .withBase(baseModel())
                .withNeural(new NeuralOptions(preset, direction, device, balanced, labelSmoothing, Set.of()))
                .withSeed(seed)
                .withTargetPrecision(checkedPrecision())
                .withCheckpoint(checkpoint());
        if (linearOnly) {
            request = request.withCandidates(Set.of(ModelKind.LINEAR));
        }
        if (valid.isPresent()) {
            request = request.withHeldOut(LabelledCsv.read(valid.get(), mode));
        }
        if (maxMinutes.isPresent()) {
            request = request.withTimeBudget(budget(maxMinutes.get()));
        }
        return request;
    }

    private BaseModel baseModel() {
        return base.map(name ->
                        name.equals("none") ? new BaseModel.None() : (BaseModel) new BaseModel.Folder(Path.of(name)))
                .orElseGet(BaseModel.Shipped::new);
    }

    private Duration budget(double minutes) {
        if (!(minutes > 0 && minutes < 1e6)) {
            throw new ParameterException(
                    spec.commandLine(), "--max-minutes is " + minutes + "; give a positive number of minutes");
        }
        return Duration.ofMillis(Math.max(1, (long) (minutes * 60_000)));
    }

    private double checkedPrecision() {
        if (!(precision > 0 && precision <= 1)) {
            throw new ParameterException(
                    spec.commandLine(), "--precision is " + precision + "; give a share above 0 and up to 1");
        }
        return precision;
    }

    private void print(TrainingReport report, PrintWriter output) {
        output.println(report.judgement());
        output.println(report.championReason());
        for (CandidateReport candidate : report.candidates()) {
            output.printf(
                    Locale.ROOT,
                    "%-6s  error %5.2f %%  macro-F1 %.3f  calibration error %.3f  trained in %.1f s%n",
                    candidate.kind(),
                    candidate.evaluation().errorPercent(),
                    candidate.evaluation().macroF1(),
                    candidate.evaluation().calibrationError(),
                    candidate.trainingSeconds());
        }
        long unreached = report.champion().evaluation().labelThresholds().stream()
                .filter(threshold -> threshold.point().precision() < precision)
                .count();
        if (!report.model().labelThresholds().isEmpty()) {
            output.printf(
                    Locale.ROOT,
                    "%d of %d labels have a threshold of their own; %d of these do not reach a precision of %.0f %%%n",
                    report.model().labelThresholds().size(),
                    report.model().labels().size(),
                    unreached,
                    100 * precision);
        }
        report.notes().forEach(output::println);
        output.println("Model " + report.model().version() + " is in " + out);
    }
}
