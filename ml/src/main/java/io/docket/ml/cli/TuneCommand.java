package io.docket.ml.cli;

import io.docket.ml.Cancellation;
import io.docket.ml.TrainingCancelledException;
import io.docket.ml.data.TextFiles;
import io.docket.ml.io.LanguageModelFolder;
import io.docket.ml.io.ModelDirectory;
import io.docket.ml.io.TensorType;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.kernel.Precision;
import io.docket.ml.kernel.cpu.CpuKernels;
import io.docket.ml.train.Curve;
import io.docket.ml.train.EncodedText;
import io.docket.ml.train.LanguageModelTuning;
import io.docket.ml.train.TokenStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code docket ml tune}: goes on training a language model on the text of a task. */
@Command(
        name = "tune",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Fine-tune a language model on the text of a task.")
final class TuneCommand implements Callable<Integer> {

    private static final String RUN = "run.txt";
    /** fastai's largest probability is 0.25; three times that still leaves something to learn from. */
    private static final float MOST_DROPOUT = 3;

    @Spec
    private CommandSpec spec;

    @Option(names = "--base", required = true, paramLabel = "DIR", description = "Language-model folder to start from.")
    private Path base;

    @Option(
            names = "--text",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "UTF-8 text with blank lines between documents, or CSV with a column text; also gzip.")
    private List<Path> texts;

    @Option(names = "--validation", arity = "1..*", paramLabel = "FILE", description = "Texts to measure the loss on.")
    private List<Path> validation = List.of();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder to write.")
    private Path out;

    @Option(
            names = "--schedule",
            defaultValue = "one-cycle",
            description = "one-cycle or slanted-triangle (default: ${DEFAULT-VALUE}).")
    private String schedule;

    @Option(
            names = "--rate",
            defaultValue = "0.004",
            description = "Largest learning rate (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--epochs", description = "Passes over the text (default: by its length).")
    private Integer epochs;

    @Option(
            names = "--dropout",
            defaultValue = "0.5",
            description = "Factor on the dropouts (default: ${DEFAULT-VALUE}).")
    private float dropout;

    @Option(names = "--max-minutes", description = "Plan the epochs to fit this time.")
    private Double maxMinutes;

    @Option(names = "--threads", description = "Default: the machine's processors.")
    private Integer threads;

    @Option(names = "--seed", defaultValue = "1", description = "Of every random choice (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--direction",
            description = {
                "forward, or backward for the model in the folder 'backward' of the base",
                "(default: that of the base, whichever it is)."
            })
    private PretrainCommand.Direction direction;

    @Option(
            names = "--resume",
            description = "Go on where an interrupted run with the same text and options stopped (OUT.checkpoint).")
    private boolean resume;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        requireSensible();
        ModelDirectory.requirePlace(out);
        int processors = threads != null ? threads : Runtime.getRuntime().availableProcessors();
        try (Kernels kernels = new CpuKernels(processors, Precision.MIXED);
                LanguageModelFolder.Opened opened = LanguageModelFolder.open(start(), kernels)) {
            refuseAnotherDirection(opened);
            EncodedText text = encode(texts, opened);
            if (!LanguageModelTuning.isEnough(text.stream())) {
                throw new IllegalArgumentException(
                        texts + ": " + text.stream().size() + " tokens are too little text to learn from");
            }
            Optional<TokenStream> held =
                    validation.isEmpty() ? Optional.empty() : Optional.of(encode(validation, opened).stream());
            LanguageModelTuning.Options options = options();
            keepOnly(opened.fingerprint() + "\n" + text.stream().sha256() + "\n" + options + "\n");
            OptionalDouble loss;
            Cancellation cancellation = new Cancellation();
            StopSignal signal = new StopSignal(cancellation);
            try {
                loss = LanguageModelTuning.tune(
                        opened.model(),
                        text.stream(),
                        held,
                        options.keptIn(checkpoint().resolve("run")),
                        new LanguageModelProgressPrinter(spec.commandLine().getErr()),
                        cancellation);
            } catch (TrainingCancelledException e) {
                return signal.stopped(spec.commandLine().getErr());
            } finally {
                signal.close();
            }
            SortedMap<String, String> provenance =
                    new TreeMap<>(opened.companion().provenance());
            provenance.put("parent", opened.fingerprint());
            provenance.put("seed", Long.toString(seed));
            provenance.put("tunedOnTokens", Integer.toString(text.stream().size()));
            LanguageModelFolder.write(
                    out,
                    opened.model(),
                    new LanguageModelFolder.Companion(
                            opened.companion().tokenizer(), opened.companion().backward(), provenance),
                    TensorType.F32);
            ModelDirectory.delete(checkpoint());
            print(text, loss);
        }
        return CommandLine.ExitCode.OK;
    }

    private void requireSensible() {
        if (epochs != null && epochs < 1) {
            throw new ParameterException(spec.commandLine(), "--epochs is " + epochs + "; give 1 or more");
        }
        if (!(rate > 0 && rate <= 1)) {
            throw new ParameterException(spec.commandLine(), "--rate is " + rate + "; give a rate above 0 and up to 1");
        }
        if (!(dropout >= 0 && dropout <= MOST_DROPOUT)) {
            throw new ParameterException(
                    spec.commandLine(), "--dropout is " + dropout + "; give a factor from 0 to " + MOST_DROPOUT);
        }
        if (maxMinutes != null && !(maxMinutes > 0 && maxMinutes < 1e6)) {
            throw new ParameterException(
                    spec.commandLine(), "--max-minutes is " + maxMinutes + "; give a positive number of minutes");
        }
        if (threads != null && threads < 1) {
            throw new ParameterException(spec.commandLine(), "--threads is " + threads + "; give 1 or more");
        }
    }

    private Path start() {
        if (direction != PretrainCommand.Direction.backward) {
            return base;
        }
        // the base may itself be the backward model
        return LanguageModelFolder.backward(base).orElse(base);
    }

    private void refuseAnotherDirection(LanguageModelFolder.Opened opened) {
        if (direction != null && opened.companion().backward() != (direction == PretrainCommand.Direction.backward)) {
            throw new IllegalArgumentException(
                    "--direction " + direction + ": " + base + " holds no model that reads " + direction);
        }
    }

    private Path checkpoint() {
        return out.resolveSibling(out.getFileName() + ".checkpoint");
    }

    /** Leaves a checkpoint where it is only if it was asked for and is of the same run. */
    private void keepOnly(String key) throws IOException {
        Path file = checkpoint().resolve(RUN);
        boolean same = Files.isRegularFile(file) && Files.readString(file).equals(key);
        if (resume && !same) {
            throw new ParameterException(
                    spec.commandLine(),
                    Files.exists(file)
                            ? checkpoint()
                                    + " is of another text or options; give those, or leave --resume out to begin anew"
                            : "there is no " + checkpoint() + " to resume from; leave --resume out to begin");
        }
        if (!resume) {
            if (Files.exists(checkpoint()) && !Files.isRegularFile(file)) {
                throw new IOException(checkpoint() + " is in the way; it is none of this program's");
            }
            ModelDirectory.delete(checkpoint());
            Files.createDirectories(checkpoint());
            Files.writeString(file, key);
        }
    }

    private static EncodedText encode(List<Path> files, LanguageModelFolder.Opened opened) throws IOException {
        EncodedText text =
                EncodedText.encode(TextFiles.of(files), opened.companion().tokenizer());
        return opened.companion().backward()
                ? new EncodedText(text.stream().reversed(), text.words(), text.characters())
                : text;
    }

    private LanguageModelTuning.Options options() {
        Curve curve =
                switch (schedule) {
                    case "one-cycle" -> Curve.OneCycle.text();
                    case "slanted-triangle" -> Curve.SlantedTriangle.paper();
                    default ->
                        throw new IllegalArgumentException(
                                "--schedule: '" + schedule + "' is neither one-cycle nor slanted-triangle");
                };
        LanguageModelTuning.Options defaults = LanguageModelTuning.Options.defaults(seed);
        return new LanguageModelTuning.Options(
                curve,
                rate,
                defaults.ratio(),
                Optional.ofNullable(epochs),
                dropout,
                Optional.ofNullable(maxMinutes).map(minutes -> Duration.ofMillis(Math.round(minutes * 60_000))),
                Optional.empty(),
                seed,
                true);
    }

    private void print(EncodedText text, OptionalDouble loss) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("model", out.toString());
        fields.put("tokens", text.stream().size());
        fields.put("validationLoss", loss.isPresent() ? loss.getAsDouble() : null);
        if (json) {
            spec.commandLine().getOut().println(Json.line(fields));
        } else {
            fields.values().removeIf(Objects::isNull);
            fields.forEach((name, value) -> spec.commandLine().getOut().println(name + ": " + value));
        }
        spec.commandLine().getOut().flush();
    }
}
