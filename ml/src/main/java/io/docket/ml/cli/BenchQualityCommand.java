package io.docket.ml.cli;

import io.docket.ml.BaseModel;
import io.docket.ml.Cancellation;
import io.docket.ml.ClassifierTrainer;
import io.docket.ml.LabelMode;
import io.docket.ml.LabelledText;
import io.docket.ml.ModelFolder;
import io.docket.ml.ModelKind;
import io.docket.ml.NeuralOptions;
import io.docket.ml.TextClassifier;
import io.docket.ml.TextSource;
import io.docket.ml.TrainingListener;
import io.docket.ml.TrainingReport;
import io.docket.ml.TrainingRequest;
import io.docket.ml.data.LabelledCsv;
import io.docket.ml.data.TextFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code docket bench ml-quality}: how often each classifier is wrong on public sets, with all labelled rows and with a hundred,
 * beside fastText. Errors are counted on the validation part, which no training and no choice has seen.
 */
@Command(
        name = "docket bench ml-quality",
        mixinStandardHelpOptions = true,
        description = "Errors of our classifiers and of fastText on public sets.")
public final class BenchQualityCommand implements Callable<Integer> {

    private static final String ALL = "all";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            defaultValue = "../shared/data",
            paramLabel = "DIR",
            description = "Folder with classification/SET/{train,valid}.csv[.gz] and lm/ (default: ${DEFAULT-VALUE}).")
    private Path data;

    @Option(
            names = "--sets",
            split = ",",
            defaultValue = "trec6,clickbait,agnews,banking77,nlbse24_issues,newsgroups20,cuad_clauses,imdb",
            description = "Sets to run (default: ${DEFAULT-VALUE}).")
    private List<String> sets;

    @Option(
            names = "--labels",
            split = ",",
            defaultValue = "all,100",
            description = "Numbers of labelled rows, or all (default: ${DEFAULT-VALUE}).")
    private List<String> labels;

    @Option(names = "--draws", defaultValue = "5", description = "Samples of rows (default: ${DEFAULT-VALUE}).")
    private int draws;

    @Option(
            names = "--words",
            paramLabel = "N",
            description = "Cut every text after its first N words, to make tickets of one length.")
    private Optional<Integer> words = Optional.empty();

    @Option(
            names = "--candidates",
            split = ",",
            defaultValue = "linear,semi_supervised,ulmfit",
            description = "Ours: linear, semi_supervised, ulmfit (default: ${DEFAULT-VALUE}).")
    private List<ModelKind> candidates;

    @Option(
            names = "--base",
            paramLabel = "DIR",
            description = "Base language model, or none for none (default: the shipped one).")
    private Optional<String> base = Optional.empty();

    @Option(
            names = "--without",
            split = ",",
            paramLabel = "PART",
            description = "Parts of the recipe to leave out: tuning, gradual_unfreezing.")
    private List<NeuralOptions.Part> leftOut = List.of();

    @Option(
            names = "--direction",
            defaultValue = "forward",
            description = "forward, or both: ULMFiT reads forward and backward (default: ${DEFAULT-VALUE}).")
    private NeuralOptions.Direction direction;

    @Option(names = "--max-minutes", paramLabel = "N", description = "Time budget of each training of ours.")
    private Optional<Double> maxMinutes = Optional.empty();

    @Option(
            names = "--fasttext",
            defaultValue = "fasttext",
            paramLabel = "PROGRAM",
            description = "fastText's program, none to leave it out (default: ${DEFAULT-VALUE}).")
    private String fastText;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description =
                    "Folder for models and vectors; kept, and vectors in it are used again (default: a temporary one).")
    private Optional<Path> work = Optional.empty();

    @Option(names = "--json", description = "Print JSON rows: name, unit, ours, peer, ratio.")
    private boolean json;

    /** Runs the benchmark and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchQualityCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Failures::usage)
                .setExecutionExceptionHandler(Failures::execution)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Path classification = data.resolve("classification");
        if (!Files.isDirectory(classification)) {
            throw new IllegalArgumentException(
                    classification + " is missing: name the folder of the public sets by --data");
        }
        Path folder =
                work.isPresent() ? Files.createDirectories(work.get()) : Files.createTempDirectory("docket-bench");
        int threads = Runtime.getRuntime().availableProcessors();
        Optional<FastTextPeer> peer =
                fastText.equals("none") ? Optional.empty() : FastTextPeer.find(fastText, folder, threads);
        if (peer.isEmpty()) {
            err.println("fastText is left out: "
                    + (fastText.equals("none") ? "as asked" : fastText + " cannot be started"));
        }
        Optional<Path> vectors = peer.isPresent() ? vectors(peer.get(), err) : Optional.empty();
        if (!json) {
            out.println(QualityRow.HEADER);
        }
        for (String set : sets) {
            List<LabelledText> train = shortened(rows(classification, set, "train"));
            List<LabelledText> valid = shortened(rows(classification, set, "valid"));
            for (String count : labels) {
                err.println("Running " + set + " with " + count + " labels");
                QualityRow row = run(set, count, train, valid, folder, peer, vectors);
                out.println(json ? json(row) : row.markdown());
                out.flush();
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private QualityRow run(
            String set,
            String count,
            List<LabelledText> train,
            List<LabelledText> valid,
            Path folder,
            Optional<FastTextPeer> peer,
            Optional<Path> vectors)
            throws IOException {
        boolean all = count.equals(ALL);
        int samples = all ? 1 : draws;
        Map<ModelKind, Double> ours = new EnumMap<>(ModelKind.class);
        Map<ModelKind, Integer> champions = new EnumMap<>(ModelKind.class);
        double champion = 0;
        double plain = 0;
        double withVectors = 0;
        double seconds = 0;
        double slowest = Double.POSITIVE_INFINITY;
        for (int draw = 0; draw < samples; draw++) {
            List<LabelledText> rows = all ? train : sample(train, Integer.parseInt(count), draw);
            TrainingReport report = ClassifierTrainer.standard()
                    .train(
                            request(rows, train, valid, folder.resolve("model"), draw),
                            TrainingListener.silent(),
                            new Cancellation());
            seconds += report.seconds() / samples;
            champions.merge(report.model().kind(), 1, Integer::sum);
            Set<ModelKind> kinds = EnumSet.of(report.model().kind());
            report.candidates().stream()
                    .map(candidate -> candidate.kind())
                    .filter(kind -> kind != ModelKind.BLEND)
                    .forEach(kinds::add);
            for (ModelKind kind : kinds) {
                try (TextClassifier classifier = ModelFolder.open(folder.resolve("model"), kind)) {
                    Measured measured = Measured.on(classifier, valid);
                    double error = measured.evaluation().errorPercent() / samples;
                    ours.merge(kind, error, Double::sum);
                    if (kind == report.model().kind()) {
                        champion += error;
                        slowest = Math.min(slowest, measured.rowsPerSecond());
                    }
                }
            }
            if (peer.isPresent()) {
                plain += peer.get().errorPercent(rows, valid, Optional.empty()) / samples;
                withVectors += vectors.isPresent() ? peer.get().errorPercent(rows, valid, vectors) / samples : 0;
            }
        }
        return new QualityRow(
                set,
                count,
                samples,
                figure(ours, ModelKind.LINEAR),
                figure(ours, ModelKind.SEMI_SUPERVISED),
                figure(ours, ModelKind.ULMFIT),
                OptionalDouble.of(champion),
                champions,
                peer.isPresent() ? OptionalDouble.of(plain) : OptionalDouble.empty(),
                vectors.isPresent() ? OptionalDouble.of(withVectors) : OptionalDouble.empty(),
                seconds / 60,
                slowest);
    }

    private TrainingRequest request(
            List<LabelledText> rows, List<LabelledText> unlabelled, List<LabelledText> valid, Path output, int seed) {
        TrainingRequest request = new TrainingRequest(rows, output)
                .withCandidates(EnumSet.copyOf(candidates))
                .withUnlabelled(
                        rows.size() == unlabelled.size()
                                ? TextSource.empty()
                                : TextSource.of(unlabelled.stream()
                                        .map(LabelledText::text)
                                        .toList()))
                .withNeural(NeuralOptions.defaults().reading(direction).without(Set.copyOf(leftOut)))
                .withSeed(seed);
        if (candidates.size() == 1) { // nothing is chosen, so one fit is enough
            request = request.withHeldOut(valid);
        }
        if (base.isPresent()) {
            request = request.withBase(
                    base.get().equals("none") ? new BaseModel.None() : new BaseModel.Folder(Path.of(base.get())));
        }
        if (maxMinutes.isPresent()) {
            request = request.withTimeBudget(Duration.ofSeconds(Math.round(60 * maxMinutes.get())));
        }
        return request;
    }

    private Optional<Path> vectors(FastTextPeer peer, PrintWriter err) throws IOException {
        Path texts = data.resolve("lm");
        if (!Files.isDirectory(texts)) {
            err.println("fastText with vectors is left out: " + texts + " is missing");
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(texts)) {
            List<Path> training = files.filter(
                            file -> file.getFileName().toString().startsWith("general.train"))
                    .sorted()
                    .toList();
            err.println("Training fastText's vectors on " + training.size() + " files of " + texts);
            return Optional.of(peer.vectors(TextFiles.of(training)));
        }
    }

    private static List<LabelledText> rows(Path classification, String set, String part) throws IOException {
        Path plain = classification.resolve(set).resolve(part + ".csv");
        Path packed = classification.resolve(set).resolve(part + ".csv.gz");
        if (!Files.exists(plain) && !Files.exists(packed)) {
            throw new IllegalArgumentException("set '" + set + "' is missing: there is neither " + plain + " nor .gz");
        }
        return LabelledCsv.read(Files.exists(plain) ? plain : packed, LabelMode.SINGLE);
    }

    private static List<LabelledText> sample(List<LabelledText> rows, int count, long seed) {
        List<LabelledText> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(seed));
        return List.copyOf(shuffled.subList(0, Math.min(count, shuffled.size())));
    }

    private List<LabelledText> shortened(List<LabelledText> rows) {
        return words.isEmpty()
                ? rows
                : rows.stream()
                        .map(row -> new LabelledText(row.id(), firstWords(row.text(), words.get()), row.labels()))
                        .toList();
    }

    private static String firstWords(String text, int count) {
        return Arrays.stream(text.split("\\s+")).limit(count).collect(Collectors.joining(" "));
    }

    private static OptionalDouble figure(Map<ModelKind, Double> figures, ModelKind kind) {
        return figures.containsKey(kind) ? OptionalDouble.of(figures.get(kind)) : OptionalDouble.empty();
    }

    private static String json(QualityRow row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        OptionalDouble peer = row.fastTextVectors().isPresent() ? row.fastTextVectors() : row.fastText();
        fields.put("name", "ml-quality " + row.set() + " " + row.labels() + " labels, champion against fastText");
        fields.put("unit", "error %");
        fields.put("ours", row.champion());
        fields.put("peer", peer);
        fields.put(
                "ratio",
                peer.isPresent() && peer.getAsDouble() > 0
                        ? OptionalDouble.of(row.champion().orElseThrow() / peer.getAsDouble())
                        : OptionalDouble.empty());
        fields.put("details", row);
        return Json.line(fields);
    }
}
