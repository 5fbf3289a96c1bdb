package io.docket.ml.cli;

import io.docket.ml.BaseModel;
import io.docket.ml.Cancellation;
import io.docket.ml.ClassifierTrainer;
import io.docket.ml.LabelMode;
import io.docket.ml.LabelledText;
import io.docket.ml.ModelFolder;
import io.docket.ml.TextClassifier;
import io.docket.ml.TrainingCancelledException;
import io.docket.ml.TrainingListener;
import io.docket.ml.TrainingProgress;
import io.docket.ml.TrainingRequest;
import io.docket.ml.data.LabelledCsv;
import io.docket.ml.io.ModelDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code docket bench ml-memory}: trains classifiers one after the other for a while, then labels many texts, and watches the
 * memory of the process. What grows from run to run, or from text to text, would end an appliance that is never restarted.
 */
@Command(
        name = "docket bench ml-memory",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Train classifiers one after the other for a while, then label many texts, and watch the memory of the",
            "process. Rows: the most of the last fifth of the samples (ours) beside the most of the second (peer)."
        })
public final class BenchMemoryCommand implements Callable<Integer> {

    private static final int ROWS = 300;
    private static final int WORDS = 50;
    private static final int BATCH = 250;
    private static final int SAMPLES_OF_PREDICTIONS = 50;
    private static final long SAMPLE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final double BYTES_TO_MEGABYTES = 1e-6;

    @Spec
    private CommandSpec spec;

    @Option(names = "--minutes", defaultValue = "60", description = "Of training (default: ${DEFAULT-VALUE}).")
    private double minutes;

    @Option(names = "--predictions", defaultValue = "100000", description = "Texts (default: ${DEFAULT-VALUE}).")
    private int predictions;

    @Option(names = "--train", paramLabel = "CSV", description = "Labelled rows (default: 300 made-up ones).")
    private Optional<Path> train = Optional.empty();

    @Option(
            names = "--base",
            paramLabel = "DIR|none",
            description = "Language model to start from; none starts from nothing (default: the shipped one).")
    private Optional<String> base = Optional.empty();

    @Option(names = "--json", description = "Print JSON rows: name, unit, ours, peer, ratio.")
    private boolean json;

    private final Runtime runtime = Runtime.getRuntime();

    /** Resident memory of the process and heap in use, in MB. */
    private record Sample(double resident, double heap) {}

    /** Runs the benchmark as a program. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchMemoryCommand())
                .setParameterExceptionHandler(Failures::usage)
                .setExecutionExceptionHandler(Failures::execution)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        if (!(minutes > 0) || predictions < SAMPLES_OF_PREDICTIONS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "give --minutes above 0 and --predictions from " + SAMPLES_OF_PREDICTIONS + " on");
        }
        List<LabelledText> rows = train.isPresent() ? LabelledCsv.read(train.get(), LabelMode.SINGLE) : madeUp(1);
        Path folder = Files.createTempDirectory("docket-memory");
        List<BenchMlCommand.Row> results = new ArrayList<>();
        try {
            Path model = folder.resolve("model");
            List<Sample> training = train(rows, model);
            results.addAll(rows("training", training));
            results.addAll(rows("predictions", predict(model)));
        } finally {
            ModelDirectory.delete(folder);
        }
        results.forEach(row -> spec.commandLine().getOut().println(json ? Json.line(row) : text(row)));
        spec.commandLine().getOut().flush();
        return CommandLine.ExitCode.OK;
    }

    /** Trains again and again until the time is over, with another seed each time. */
    private List<Sample> train(List<LabelledText> rows, Path model) throws IOException {
        List<Sample> samples = new ArrayList<>();
        long end = System.nanoTime() + (long) (minutes * Duration.ofMinutes(1).toNanos());
        int runs = 0;
        while (System.nanoTime() < end) {
            Cancellation cancellation = new Cancellation();
            TrainingListener watch = new TrainingListener() {
                private long sampled;

                @Override
                public void progressed(TrainingProgress progress) {
                    if (System.nanoTime() - sampled > SAMPLE_NANOS) {
                        sampled = System.nanoTime();
                        samples.add(sample());
                        if (sampled > end && Files.exists(model)) {
                            cancellation.cancel();
                        }
                    }
                }
            };
            try {
                ClassifierTrainer.standard()
                        .train(
                                new TrainingRequest(rows, model)
                                        .withBase(baseModel())
                                        .withSeed(runs + 1L),
                                watch,
                                cancellation);
                runs++;
            } catch (TrainingCancelledException e) {
                // the time is over, and there is a model of an earlier run
            }
            samples.add(sample());
            report("%d runs, resident %.0f MB, heap %.0f MB", runs, samples);
        }
        return samples;
    }

    private List<Sample> predict(Path model) throws IOException {
        List<Sample> samples = new ArrayList<>();
        try (TextClassifier classifier = ModelFolder.open(model)) {
            int done = 0;
            for (int part = 1; part <= SAMPLES_OF_PREDICTIONS; part++) {
                int until = (int) ((long) predictions * part / SAMPLES_OF_PREDICTIONS);
                List<String> texts =
                        madeUp(100L + part).stream().map(LabelledText::text).toList();
                while (done < until) {
                    int count = Math.min(BATCH, until - done);
                    classifier.classify(texts.subList(0, count));
                    done += count;
                }
                samples.add(sample());
                report("%d predictions, resident %.0f MB, heap %.0f MB", done, samples);
            }
        }
        return samples;
    }

    private void report(String form, int count, List<Sample> samples) {
        Sample last = samples.getLast();
        spec.commandLine().getErr().printf(Locale.ROOT, form + "%n", count, last.resident(), last.heap());
        spec.commandLine().getErr().flush();
    }

    private static List<BenchMlCommand.Row> rows(String name, List<Sample> samples) {
        return List.of(
                BenchMlCommand.Row.of(
                        "resident memory, " + name,
                        "MB",
                        most(samples.stream().map(Sample::resident).toList(), 4),
                        most(samples.stream().map(Sample::resident).toList(), 1)),
                BenchMlCommand.Row.of(
                        "heap in use, " + name,
                        "MB",
                        most(samples.stream().map(Sample::heap).toList(), 4),
                        most(samples.stream().map(Sample::heap).toList(), 1)));
    }

    /** The most within one fifth of the samples, counted from 0. */
    private static double most(List<Double> samples, int fifth) {
        int from = Math.min(samples.size() - 1, samples.size() * fifth / 5);
        int to = Math.max(from + 1, samples.size() * (fifth + 1) / 5);
        return samples.subList(from, to).stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElseThrow();
    }

    private Sample sample() {
        System.gc(); // what is still in use is asked for, not what waits to be collected
        double heap = (runtime.totalMemory() - runtime.freeMemory()) * BYTES_TO_MEGABYTES;
        try {
            return new Sample(BenchMlCommand.megabytes("VmRSS"), heap);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BaseModel baseModel() {
        return base.map(name ->
                        name.equals("none") ? new BaseModel.None() : (BaseModel) new BaseModel.Folder(Path.of(name)))
                .orElseGet(BaseModel.Shipped::new);
    }

    /** Rows of fifty words out of a few hundred, some of which belong to a label. */
    private static List<LabelledText> madeUp(long seed) {
        Random random = new Random(seed);
        List<LabelledText> rows = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            int label = row % 3;
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < WORDS; word++) {
                boolean own = random.nextInt(8) == 0;
                text.append(own ? "own" + label : "word")
                        .append((char) ('a' + random.nextInt(26)))
                        .append((char) ('a' + random.nextInt(8)))
                        .append(' ');
            }
            rows.add(new LabelledText("row" + row, text.toString(), "label" + label));
        }
        return rows;
    }

    private static String text(BenchMlCommand.Row row) {
        return String.format(
                Locale.ROOT,
                "%-34s %10.1f %10.1f %-4s %6.3f",
                row.name(),
                row.ours(),
                row.peer(),
                row.unit(),
                row.ratio());
    }
}
