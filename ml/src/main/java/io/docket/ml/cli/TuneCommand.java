package io.docket.ml.cli;

import io.docket.ml.Cancellation;
import io.docket.ml.data.TextFiles;
import io.docket.ml.io.LanguageModelFolder;
import io.docket.ml.io.TensorType;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.kernel.cpu.CpuKernels;
import io.docket.ml.train.Curve;
import io.docket.ml.train.EncodedText;
import io.docket.ml.train.LanguageModelTuning;
import io.docket.ml.train.TokenStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code docket ml tune}: goes on training a language model on the text of a task. */
@Command(
        name = "tune",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Fine-tune a language model on the text of a task.")
final class TuneCommand implements Callable<Integer> {

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

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        int processors = threads != null ? threads : Runtime.getRuntime().availableProcessors();
        try (Kernels kernels = new CpuKernels(processors);
                LanguageModelFolder.Opened opened = LanguageModelFolder.open(base, kernels)) {
            EncodedText text = encode(texts, opened);
            if (!LanguageModelTuning.isEnough(text.stream())) {
                throw new IllegalArgumentException(
                        texts + ": " + text.stream().size() + " tokens are too little text to learn from");
            }
            Optional<TokenStream> held =
                    validation.isEmpty() ? Optional.empty() : Optional.of(encode(validation, opened).stream());
            OptionalDouble loss = LanguageModelTuning.tune(
                    opened.model(),
                    text.stream(),
                    held,
                    options(),
                    new LanguageModelProgressPrinter(spec.commandLine().getErr()),
                    new Cancellation());
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
            print(text, loss);
        }
        return CommandLine.ExitCode.OK;
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
            fields.forEach((name, value) -> spec.commandLine().getOut().println(name + ": " + value));
        }
        spec.commandLine().getOut().flush();
    }
}
