package io.docket.ml.cli;

import io.docket.ml.LabelledText;
import io.docket.ml.TextSource;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * fastText's command line as a peer in benchmarks. Settings: bigrams, rate 0.5, 100 dimensions, 25 passes over all rows and 100
 * over a hundred rows; vectors are skip-grams of whole words, 3 passes. Text is lower-cased and punctuation set apart, as
 * fastText's own tutorial does.
 */
final class FastTextPeer {

    private static final Pattern PUNCTUATION = Pattern.compile("([.!?,'/()\":;])");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final int DIMENSIONS = 100;
    private static final int FEW_ROWS = 1_000;

    private final String program;
    private final Path work;
    private final int threads;

    private FastTextPeer(String program, Path work, int threads) {
        this.program = program;
        this.work = work;
        this.threads = threads;
    }

    /** Empty when the program cannot be started. */
    static Optional<FastTextPeer> find(String program, Path work, int threads) throws IOException {
        try {
            new ProcessBuilder(program)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            return Optional.of(new FastTextPeer(program, work, threads));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while looking for " + program, e);
        }
    }

    /** Trains word vectors; a file that an earlier run left in the work folder is used again. */
    Path vectors(TextSource texts) throws IOException {
        Path output = work.resolve("fasttext-vectors");
        Path file = work.resolve("fasttext-vectors.vec");
        if (!Files.exists(file)) {
            Path input = work.resolve("fasttext-vectors.txt");
            try (BufferedWriter out = Files.newBufferedWriter(input);
                    Stream<String> open = texts.open()) {
                for (Iterator<String> text = open.iterator(); text.hasNext(); ) {
                    out.write(plain(text.next()));
                    out.write('\n');
                }
            }
            run(
                    List.of(
                            "skipgram",
                            "-input",
                            input.toString(),
                            "-output",
                            output.toString(),
                            "-dim",
                            Integer.toString(DIMENSIONS),
                            "-epoch",
                            "3",
                            "-minCount",
                            "5",
                            "-maxn",
                            "0"),
                    true);
            Files.deleteIfExists(input);
        }
        return file;
    }

    /**
     * Trains on rows and judges on others.
     *
     * @return error in per cent
     */
    double errorPercent(List<LabelledText> rows, List<LabelledText> judged, Optional<Path> vectors) throws IOException {
        List<String> labels =
                rows.stream().map(LabelledText::label).distinct().sorted().toList();
        Path input = work.resolve("fasttext-train.txt");
        try (BufferedWriter out = Files.newBufferedWriter(input)) {
            for (LabelledText row : rows) {
                out.write("__label__" + labels.indexOf(row.label()) + " " + plain(row.text()) + "\n");
            }
        }
        Path model = work.resolve("fasttext-model");
        List<String> train = new ArrayList<>(List.of(
                "supervised",
                "-input",
                input.toString(),
                "-output",
                model.toString(),
                "-dim",
                Integer.toString(DIMENSIONS),
                "-epoch",
                rows.size() < FEW_ROWS ? "100" : "25",
                "-lr",
                "0.5",
                "-wordNgrams",
                "2",
                "-bucket",
                "500000"));
        vectors.ifPresent(file -> train.addAll(List.of("-pretrainedVectors", file.toString())));
        run(train, true);
        Path test = work.resolve("fasttext-test.txt");
        try (BufferedWriter out = Files.newBufferedWriter(test)) {
            for (LabelledText row : judged) {
                out.write(plain(row.text()) + "\n");
            }
        }
        List<String> predicted = run(List.of("predict", model + ".bin", test.toString()), false);
        if (predicted.size() != judged.size()) {
            throw new IOException(program + " labelled " + predicted.size() + " of " + judged.size() + " rows");
        }
        int wrong = 0;
        for (int row = 0; row < judged.size(); row++) {
            String label = "__label__" + labels.indexOf(judged.get(row).label());
            wrong += predicted.get(row).strip().equals(label) ? 0 : 1;
        }
        return 100.0 * wrong / judged.size();
    }

    private List<String> run(List<String> arguments, boolean training) throws IOException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        if (training) {
            command.addAll(List.of("-thread", Integer.toString(threads)));
        }
        Path output = work.resolve("fasttext-output.txt");
        Path errors = work.resolve("fasttext-errors.txt");
        try {
            int code = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IOException(
                        program + " " + arguments.getFirst() + " ended with code " + code + "; see " + errors);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while running " + program, e);
        }
        return training ? List.of() : Files.readAllLines(output);
    }

    /** One line; a text without any word becomes one odd word, so that no row is skipped. */
    private static String plain(String text) {
        String spaced = PUNCTUATION.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" $1 ");
        String line = SPACE.matcher(spaced).replaceAll(" ").strip().replace("__label__", " ");
        return line.isBlank() ? "xxempty" : line;
    }
}
