package io.docket.web.bench;

import io.docket.index.Access;
import io.docket.index.AnswerPassage;
import io.docket.index.AskRequest;
import io.docket.index.AskResponse;
import io.docket.index.SearchNode;
import io.docket.index.SearchNodeOptions;
import io.docket.index.TenantIndex;
import io.docket.index.TextEncoder;
import io.docket.index.cli.BenchIndexCommand;
import io.docket.index.cli.Measurement;
import io.docket.web.bench.RetrievalSet.Question;
import io.docket.web.pipeline.ShippedEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Measures how well questions find their passages: what the support view uses beside BM25 alone, words without vectors, and
 * vectors without words.
 */
@Command(
        name = "bench ranking",
        mixinStandardHelpOptions = true,
        description =
                "Measures recall@1, recall@5 and MRR@10 of questions beside BM25 alone, and groups beside those by words alone: on sets in SQuAD's JSON form, or on labelled "
                        + "texts (CSV with text and label), where a question should find texts of its own label.",
        exitCodeOnInvalidInput = 2,
        exitCodeOnExecutionException = 1)
public final class BenchRankingCommand implements Callable<Integer> {

    private static final int DEPTH = 10;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "question sets, gzipped JSON")
    private List<Path> files = List.of();

    @Option(names = "--documents", paramLabel = "FILE", description = "labelled texts to be found, CSV")
    private Path documents;

    @Option(names = "--questions", paramLabel = "FILE", description = "labelled texts that ask, CSV")
    private Path questions;

    @Option(
            names = "--within-context",
            description = "ask each question of its own context only (long contexts, the same questions of each)")
    private boolean withinContext;

    @Option(names = "--json", description = "print rows of name, unit, ours, peer, ratio as JSON")
    private boolean json;

    /** Runs the command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        System.exit(BenchIndexCommand.run(new BenchRankingCommand(), arguments));
    }

    @Override
    public Integer call() throws IOException {
        if ((documents == null) != (questions == null) || files.isEmpty() && documents == null) {
            throw new ParameterException(
                    spec.commandLine(), "name question sets, or both --documents and --questions, or all of them");
        }
        TextEncoder encoder = ShippedEncoder.load()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "no base model with token vectors was found: name its folder in DOCKET_BASE_MODEL"));
        List<Measurement> rows = new ArrayList<>();
        for (Path file : files) {
            measure(RetrievalSet.squad(file), encoder, rows);
        }
        if (documents != null) {
            measure(RetrievalSet.sameLabel(documents, questions), encoder, rows);
        }
        Measurement.print(rows, json, System.out);
        return 0;
    }

    private void measure(RetrievalSet set, TextEncoder encoder, List<Measurement> rows) throws IOException {
        Path folder = Files.createTempDirectory("docket-ranking");
        SearchNodeOptions options = SearchNodeOptions.defaults();
        Map<Question, Figure> bm25;
        Map<Question, Figure> words;
        double groups;
        try (SearchNode node = new SearchNode(folder, options)) {
            TenantIndex index = node.tenant("bench");
            index.put(set.documents());
            index.commit(Map.of());
            index.refresh();
            bm25 = ask(set, index, AskRequest.Ranking.BM25);
            words = ask(set, index, AskRequest.Ranking.FUSED);
            groups = set.labels().isEmpty() ? 0 : GroupQuality.measure(index, set.labels());
        }
        Map<Question, Figure> vectors = withinContext ? Map.of() : byVectors(set, encoder);
        try (SearchNode node = new SearchNode(folder, options.withEncoder(encoder))) {
            TenantIndex index = node.tenant("bench");
            Map<Question, Figure> fused = ask(set, index, AskRequest.Ranking.FUSED);
            rows.add(Measurement.of(
                    set.name() + ", questions", "", set.questions().size()));
            compare(set.name(), "words and vectors", fused, bm25, any -> true, rows);
            compare(set.name(), "words alone, with cover", words, bm25, any -> true, rows);
            if (!withinContext) {
                compare(set.name(), "vectors alone", vectors, bm25, any -> true, rows);
            }
            boolean articles = set.questions().getLast().article() > 1;
            if (articles && !withinContext) {
                compare(
                        set.name() + ", articles nothing was chosen on",
                        "words and vectors",
                        fused,
                        bm25,
                        UNSEEN,
                        rows);
            }
            rows.add(Measurement.of(set.name() + ", median time", "ms", median(fused), median(bm25)));
            answers(set, fused, words, rows);
            if (!set.labels().isEmpty()) {
                double ours = GroupQuality.measure(index, set.labels());
                rows.add(Measurement.of(
                        set.name() + ", groups and labels, by words and vectors", "mutual information", ours, groups));
            }
            if (articles && !withinContext) {
                rows.add(Measurement.of(
                        set.name() + ", shown when the article is missing", "share", shownWithoutArticle(set, index)));
            }
        }
    }

    /** The weight of the cover was chosen on articles 1, 3, 5 and so on; nothing was chosen on the others. */
    private static final Predicate<Question> UNSEEN = question -> question.article() % 2 == 0;

    /**
     * What came of a question.
     *
     * @param rank of the first right passage, from 1; 0 when there is none among the first ten
     * @param shown whether an answer was shown
     * @param right whether it was right
     */
    private record Figure(int rank, boolean shown, boolean right, double milliseconds) {}

    private static void compare(
            String set,
            String name,
            Map<Question, Figure> ours,
            Map<Question, Figure> peer,
            Predicate<Question> which,
            List<Measurement> rows) {
        String start = set + ", " + name + ", ";
        rows.add(Measurement.of(start + "recall@1", "share", recall(ours, which, 1), recall(peer, which, 1)));
        rows.add(Measurement.of(start + "recall@5", "share", recall(ours, which, 5), recall(peer, which, 5)));
        rows.add(Measurement.of(start + "MRR@10", "", reciprocal(ours, which), reciprocal(peer, which)));
    }

    private static double recall(Map<Question, Figure> figures, Predicate<Question> which, int depth) {
        return mean(figures, which, figure -> figure.rank() > 0 && figure.rank() <= depth ? 1 : 0);
    }

    private static double reciprocal(Map<Question, Figure> figures, Predicate<Question> which) {
        return mean(figures, which, figure -> figure.rank() > 0 ? 1.0 / figure.rank() : 0);
    }

    private static double mean(
            Map<Question, Figure> figures, Predicate<Question> which, ToDoubleFunction<Figure> value) {
        return figures.entrySet().stream()
                .filter(entry -> which.test(entry.getKey()))
                .mapToDouble(entry -> value.applyAsDouble(entry.getValue()))
                .average()
                .orElse(0);
    }

    private static double median(Map<Question, Figure> figures) {
        double[] times = figures.values().stream()
                .mapToDouble(Figure::milliseconds)
                .sorted()
                .toArray();
        return times[times.length / 2];
    }

    private static void answers(
            RetrievalSet set, Map<Question, Figure> ours, Map<Question, Figure> words, List<Measurement> rows) {
        rows.add(Measurement.of(set.name() + ", shown as the answer", "share", shown(ours), shown(words)));
        rows.add(Measurement.of(set.name() + ", right when shown", "share", right(ours), right(words)));
        rows.add(Measurement.of(
                set.name() + ", answered rightly",
                "share of all",
                shown(ours) * right(ours),
                shown(words) * right(words)));
    }

    private static double shown(Map<Question, Figure> figures) {
        return mean(figures, any -> true, figure -> figure.shown() ? 1 : 0);
    }

    private static double right(Map<Question, Figure> figures) {
        return figures.values().stream()
                .filter(Figure::shown)
                .mapToDouble(figure -> figure.right() ? 1 : 0)
                .average()
                .orElse(0);
    }

    private Map<Question, Figure> ask(RetrievalSet set, TenantIndex index, AskRequest.Ranking ranking)
            throws IOException {
        Map<Question, Figure> figures = new HashMap<>();
        for (Question question : set.questions()) {
            Access access = withinContext ? Access.only(question.collection()) : Access.everything();
            long begun = System.nanoTime();
            AskResponse response = index.ask(
                    AskRequest.of(access, question.text()).withRanking(ranking).withLimit(DEPTH));
            double milliseconds = (System.nanoTime() - begun) / 1e6;
            List<String> found = response.passages().stream()
                    .map(passage -> passage.document().id())
                    .toList();
            boolean right = response.answer()
                    .map(AnswerPassage::document)
                    .filter(document -> question.right().contains(document.id()))
                    .isPresent();
            figures.put(
                    question,
                    new Figure(rank(question, found), response.answer().isPresent(), right, milliseconds));
        }
        return figures;
    }

    private static int rank(Question question, List<String> found) {
        for (int rank = 0; rank < found.size(); rank++) {
            if (question.right().contains(found.get(rank))) {
                return rank + 1;
            }
        }
        return 0;
    }

    /** All documents in the order of their cosine to the question. */
    private static Map<Question, Figure> byVectors(RetrievalSet set, TextEncoder encoder) {
        float[][] vectors = set.documents().stream()
                .map(document -> encoder.encode(document.text()))
                .toArray(float[][]::new);
        Map<Question, Figure> figures = new HashMap<>();
        for (Question question : set.questions()) {
            long begun = System.nanoTime();
            float[] wanted = encoder.encode(question.text());
            double[] cosine = Arrays.stream(vectors)
                    .mapToDouble(vector -> cosine(wanted, vector))
                    .toArray();
            List<String> found = IntStream.range(0, cosine.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> -cosine[i]))
                    .limit(DEPTH)
                    .map(i -> set.documents().get(i).id())
                    .toList();
            figures.put(question, new Figure(rank(question, found), false, false, (System.nanoTime() - begun) / 1e6));
        }
        return figures;
    }

    private static double cosine(float[] one, float[] other) {
        double product = 0;
        double lengths = 0;
        double otherLengths = 0;
        for (int i = 0; i < one.length; i++) {
            product += (double) one[i] * other[i];
            lengths += (double) one[i] * one[i];
            otherLengths += (double) other[i] * other[i];
        }
        return lengths == 0 || otherLengths == 0 ? 0 : product / Math.sqrt(lengths * otherLengths);
    }

    /** Asks each question of all articles but its own, where nothing answers it: how often an answer is shown nevertheless. */
    private static double shownWithoutArticle(RetrievalSet set, TenantIndex index) throws IOException {
        Map<Integer, Set<String>> contexts = new HashMap<>();
        set.questions().forEach(question -> contexts.computeIfAbsent(question.article(), any -> new HashSet<>())
                .add(question.collection()));
        int shown = 0;
        for (Question question : set.questions()) {
            Set<String> others = new HashSet<>();
            contexts.forEach((article, collections) -> {
                if (article != question.article()) {
                    others.addAll(collections);
                }
            });
            AskResponse response = index.ask(AskRequest.of(Access.only(others), question.text()));
            shown += response.answer().isPresent() ? 1 : 0;
        }
        return (double) shown / set.questions().size();
    }
}
