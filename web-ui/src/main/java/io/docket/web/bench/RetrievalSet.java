package io.docket.web.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.docket.index.IndexedDocument;
import io.docket.index.Passage;
import io.docket.index.Passages;
import io.docket.ml.LabelMode;
import io.docket.ml.LabelledText;
import io.docket.ml.data.LabelledCsv;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Questions and the documents that they are put to, each of one passage.
 *
 * @param name for the table
 * @param documents a collection for each context, or one for all
 * @param labels of the documents by id; empty for a set without labels
 * @param questions those that some document answers
 */
record RetrievalSet(
        String name, List<IndexedDocument> documents, Map<String, String> labels, List<Question> questions) {

    /**
     * A question.
     *
     * @param article which article it belongs to, from 1
     * @param collection the context that it was asked about
     * @param right ids of the documents that answer it
     */
    record Question(String text, int article, String collection, Set<String> right) {}

    RetrievalSet {
        documents = List.copyOf(documents);
        labels = Map.copyOf(labels);
        questions = List.copyOf(questions);
    }

    /** A question-answering set in SQuAD's form: contexts are cut into passages, right are those that hold the beginning of an answer. */
    static RetrievalSet squad(Path file) throws IOException {
        JsonNode root;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            root = new ObjectMapper().readTree(in);
        }
        List<IndexedDocument> documents = new ArrayList<>();
        List<Question> questions = new ArrayList<>();
        int contexts = 0;
        int articles = 0;
        for (JsonNode article : root.get("data")) {
            articles++;
            for (JsonNode paragraph : article.get("paragraphs")) {
                String collection = "context-" + contexts++;
                String context = paragraph.get("context").asText();
                List<Passage> passages = Passages.split(context);
                for (int i = 0; i < passages.size(); i++) {
                    Passage passage = passages.get(i);
                    documents.add(document(
                            collection + "-" + i, collection, context.substring(passage.start(), passage.end())));
                }
                for (JsonNode asked : paragraph.get("qas")) {
                    Set<String> right = right(asked, passages, collection);
                    if (!right.isEmpty()) {
                        questions.add(new Question(asked.get("question").asText(), articles, collection, right));
                    }
                }
            }
        }
        return new RetrievalSet(file.getFileName().toString().replace(".json.gz", ""), documents, Map.of(), questions);
    }

    private static Set<String> right(JsonNode question, List<Passage> passages, String collection) {
        Set<String> right = new HashSet<>();
        for (JsonNode answer : question.path("answers")) {
            int at = answer.get("answer_start").asInt();
            for (int i = 0; i < passages.size(); i++) {
                if (passages.get(i).start() <= at && at < passages.get(i).end()) {
                    right.add(collection + "-" + i);
                }
            }
        }
        return right;
    }

    /** Labelled texts: right are the documents with the question's label. Their writers did not see one another's. */
    static RetrievalSet sameLabel(Path documents, Path questions) throws IOException {
        List<IndexedDocument> indexed = new ArrayList<>();
        Map<String, String> labels = new HashMap<>();
        Map<String, Set<String>> byLabel = new HashMap<>();
        for (LabelledText row : LabelledCsv.read(documents, LabelMode.SINGLE)) {
            String id = "row-" + indexed.size();
            indexed.add(document(id, "all", row.text()));
            labels.put(id, row.labels().getFirst());
            byLabel.computeIfAbsent(row.labels().getFirst(), label -> new HashSet<>())
                    .add(id);
        }
        List<Question> asked = new ArrayList<>();
        for (LabelledText row : LabelledCsv.read(questions, LabelMode.SINGLE)) {
            Set<String> right = byLabel.getOrDefault(row.labels().getFirst(), Set.of());
            if (!right.isEmpty()) {
                asked.add(new Question(row.text(), 1, "all", right));
            }
        }
        Path folder = documents.toAbsolutePath().getParent();
        return new RetrievalSet(folder.getFileName().toString(), indexed, labels, asked);
    }

    private static IndexedDocument document(String id, String collection, String text) {
        return IndexedDocument.builder(id, collection)
                .text(text)
                .passages(List.of(new Passage(0, text.length())))
                .build();
    }
}
