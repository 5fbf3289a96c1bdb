package io.docket.index.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.docket.index.Access;
import io.docket.index.AnswerPassage;
import io.docket.index.AskRequest;
import io.docket.index.AskResponse;
import io.docket.index.IndexedDocument;
import io.docket.index.Passage;
import io.docket.index.Passages;
import io.docket.index.SearchNode;
import io.docket.index.SearchNodeOptions;
import io.docket.index.TenantIndex;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Measures how well questions find their passages, on question-answering sets in SQuAD's form turned into retrieval: every
 * context is cut into passages, a passage is right when it holds the beginning of an answer. The peer is BM25 alone.
 */
@Command(
        name = "bench ranking",
        mixinStandardHelpOptions = true,
        description =
                "Measures recall@1, recall@5 and MRR@10 of question answering on sets in SQuAD's JSON form (.json.gz).",
        exitCodeOnInvalidInput = 2,
        exitCodeOnExecutionException = 1)
public final class BenchRankingCommand implements Callable<Integer> {

    private static final int DEPTH = 10;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "question sets, gzipped JSON")
    private List<Path> files;

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

    /** A question, where it belongs, and the ids of the passages that hold an answer. */
    private record Question(String text, int article, String collection, Set<String> right) {}

    @Override
    public Integer call() throws IOException {
        List<Measurement> rows = new ArrayList<>();
        for (Path file : files) {
            Path folder = Files.createTempDirectory("docket-ranking");
            try (SearchNode node = new SearchNode(folder, SearchNodeOptions.defaults())) {
                TenantIndex index = node.tenant("bench");
                measure(file, index, rows);
            }
        }
        Measurement.print(rows, json, System.out);
        return 0;
    }

    private void measure(Path file, TenantIndex index, List<Measurement> rows) throws IOException {
        List<Question> questions = load(file, index);
        index.refresh();
        String name = file.getFileName().toString().replace(".json.gz", "");
        rows.add(Measurement.of(name + ", questions", "", questions.size()));
        if (!withinContext) {
            unseen(
                    name,
                    questions.stream().filter(BenchRankingCommand::isUnseen).toList(),
                    index,
                    rows);
        }
        Figures words = figures(questions, index, AskRequest.Ranking.BM25);
        Figures fused = figures(questions, index, AskRequest.Ranking.FUSED);
        rows.add(Measurement.of(name + ", recall@1", "share", fused.atOne(), words.atOne()));
        rows.add(Measurement.of(name + ", recall@5", "share", fused.atFive(), words.atFive()));
        rows.add(Measurement.of(name + ", MRR@10", "", fused.reciprocal(), words.reciprocal()));
        rows.add(Measurement.of(name + ", median time", "ms", fused.milliseconds(), words.milliseconds()));
        rows.add(Measurement.of(name + ", shown as the answer", "share", fused.shown()));
        rows.add(Measurement.of(name + ", right when shown", "share", fused.rightWhenShown()));
        rows.add(Measurement.of(name + ", answered rightly", "share of all", fused.shown() * fused.rightWhenShown()));
        if (!withinContext) {
            rows.add(Measurement.of(
                    name + ", shown when the article is missing", "share", shownWithoutArticle(questions, index)));
        }
    }

    /** The weights of the ranking were chosen on articles 1, 3, 5 and so on; nothing was chosen on the others. */
    private static boolean isUnseen(Question question) {
        return question.article() % 2 == 0;
    }

    private void unseen(String name, List<Question> questions, TenantIndex index, List<Measurement> rows)
            throws IOException {
        String half = name + ", articles nothing was chosen on, ";
        Figures words = figures(questions, index, AskRequest.Ranking.BM25);
        Figures fused = figures(questions, index, AskRequest.Ranking.FUSED);
        rows.add(Measurement.of(half + "questions", "", questions.size()));
        rows.add(Measurement.of(half + "recall@1", "share", fused.atOne(), words.atOne()));
        rows.add(Measurement.of(half + "recall@5", "share", fused.atFive(), words.atFive()));
        rows.add(Measurement.of(half + "MRR@10", "", fused.reciprocal(), words.reciprocal()));
    }

    /**
     * How well one ranking did.
     *
     * @param shown share of questions for which an answer was shown
     * @param rightWhenShown share of these answers that are right
     */
    private record Figures(
            double atOne, double atFive, double reciprocal, double shown, double rightWhenShown, double milliseconds) {}

    private Figures figures(List<Question> questions, TenantIndex index, AskRequest.Ranking ranking)
            throws IOException {
        int atOne = 0;
        int atFive = 0;
        double reciprocal = 0;
        int shown = 0;
        int right = 0;
        double[] milliseconds = new double[questions.size()];
        for (int i = 0; i < milliseconds.length; i++) {
            Question question = questions.get(i);
            Access access = withinContext ? Access.only(question.collection()) : Access.everything();
            long begun = System.nanoTime();
            AskResponse response = index.ask(
                    AskRequest.of(access, question.text()).withRanking(ranking).withLimit(DEPTH));
            milliseconds[i] = (System.nanoTime() - begun) / 1e6;
            List<AnswerPassage> found = response.passages();
            for (int rank = 0; rank < found.size(); rank++) {
                if (question.right().contains(found.get(rank).document().id())) {
                    atOne += rank == 0 ? 1 : 0;
                    atFive += rank < 5 ? 1 : 0;
                    reciprocal += 1.0 / (rank + 1);
                    break;
                }
            }
            if (response.answer().isPresent()) {
                shown++;
                right += question.right()
                                .contains(response.answer().get().document().id())
                        ? 1
                        : 0;
            }
        }
        Arrays.sort(milliseconds);
        double count = questions.size();
        return new Figures(
                atOne / count,
                atFive / count,
                reciprocal / count,
                shown / count,
                shown == 0 ? 0 : (double) right / shown,
                milliseconds[milliseconds.length / 2]);
    }

    /** Asks each question of all articles but its own, where nothing answers it: how often an answer is shown nevertheless. */
    private static double shownWithoutArticle(List<Question> questions, TenantIndex index) throws IOException {
        Map<Integer, Set<String>> contexts = new HashMap<>();
        questions.forEach(question -> contexts.computeIfAbsent(question.article(), any -> new HashSet<>())
                .add(question.collection()));
        int shown = 0;
        for (Question question : questions) {
            Set<String> others = new HashSet<>();
            contexts.forEach((article, collections) -> {
                if (article != question.article()) {
                    others.addAll(collections);
                }
            });
            AskResponse response = index.ask(AskRequest.of(Access.only(others), question.text()));
            shown += response.answer().isPresent() ? 1 : 0;
        }
        return (double) shown / questions.size();
    }

    private static List<Question> load(Path file, TenantIndex index) throws IOException {
        List<Question> questions = new ArrayList<>();
        JsonNode root;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            root = new ObjectMapper().readTree(in);
        }
        int contexts = 0;
        int articles = 0;
        for (JsonNode article : root.get("data")) {
            articles++;
            for (JsonNode paragraph : article.get("paragraphs")) {
                String collection = "context-" + contexts++;
                String context = paragraph.get("context").asText();
                List<Passage> passages = Passages.split(context);
                List<IndexedDocument> documents = new ArrayList<>();
                for (int i = 0; i < passages.size(); i++) {
                    Passage passage = passages.get(i);
                    String text = context.substring(passage.start(), passage.end());
                    documents.add(IndexedDocument.builder(collection + "-" + i, collection)
                            .text(text)
                            .passages(List.of(Passage.of(0, text.length())))
                            .build());
                }
                index.put(documents);
                for (JsonNode question : paragraph.get("qas")) {
                    Set<String> right = new HashSet<>();
                    for (JsonNode answer : question.path("answers")) {
                        int at = answer.get("answer_start").asInt();
                        for (int i = 0; i < passages.size(); i++) {
                            if (passages.get(i).start() <= at
                                    && at < passages.get(i).end()) {
                                right.add(collection + "-" + i);
                            }
                        }
                    }
                    if (!right.isEmpty()) {
                        questions.add(new Question(question.get("question").asText(), articles, collection, right));
                    }
                }
            }
        }
        return questions;
    }
}
