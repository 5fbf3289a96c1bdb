package io.docket.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index against a map in memory, under random changes, reopenings and rebuilds. */
final class ModelTest {

    private static final int ROUNDS = 60;
    private static final int WORDS = 40;
    private static final int COLLECTIONS = 4;
    private static final int LABELS = 5;

    @TempDir
    private Path folder;

    private final Random random = RandomSource.create("ModelTest");
    private final Map<String, Entry> model = new TreeMap<>();
    private SearchNode node;
    private TenantIndex index;

    /** What the model knows of a document. */
    private record Entry(
            String collection,
            List<String> custodians,
            List<String> words,
            Map<String, LabelPrediction> predictions,
            Map<String, Set<String>> codings) {}

    private void open() throws IOException {
        node = new SearchNode(
                folder,
                SearchNodeOptions.defaults().withRefreshEvery(Duration.ZERO).withWriteBufferMegabytes(1));
        index = node.tenant("t");
    }

    @Test
    void agreesWithTheModel() throws IOException {
        open();
        for (int round = 0; round < ROUNDS; round++) {
            change();
            if (random.nextInt(3) == 0) {
                index.refresh();
                for (int i = 0; i < 4; i++) {
                    compare();
                }
            }
        }
        index.commit(Map.of());
        assertThat(index.check().clean()).isTrue();
        node.close();
    }

    private void change() throws IOException {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4 -> put();
            case 5, 6, 7 -> relabel();
            case 8 -> {
                List<String> ids = List.of(id(), id(), "never-there");
                ids.forEach(model::remove);
                index.delete(ids);
            }
            case 9 -> {
                index.commit(Map.of("round", "x"));
                if (random.nextBoolean()) {
                    node.close();
                    open();
                }
            }
            case 10 -> {
                if (random.nextInt(6) == 0) {
                    String collection = collection();
                    model.values().removeIf(entry -> entry.collection().equals(collection));
                    index.deleteCollection(collection);
                }
            }
            default -> rebuild();
        }
    }

    private void rebuild() throws IOException {
        Map<String, Entry> before = new HashMap<>(model);
        try (Rebuild rebuild = node.rebuild("t")) {
            List<IndexedDocument> all = new ArrayList<>();
            before.forEach((id, entry) -> all.add(document(id, entry)));
            int half = all.size() / 2;
            rebuild.put(all.subList(0, half));
            put();
            relabel();
            rebuild.put(all.subList(half, all.size()));
            relabel();
            if (random.nextInt(4) > 0) {
                rebuild.promote(Map.of());
            }
        }
    }

    private String id() {
        return "d" + random.nextInt(150);
    }

    private String collection() {
        return "c" + random.nextInt(COLLECTIONS);
    }

    private String word() {
        return "w" + Math.min(random.nextInt(WORDS), random.nextInt(WORDS));
    }

    private LabelPrediction prediction() {
        String label = "l" + random.nextInt(LABELS);
        double confidence = random.nextInt(10_001) / 10_000.0;
        String version = "v" + random.nextInt(3);
        return switch (random.nextInt(4)) {
            case 0 -> LabelPrediction.abstained(label, confidence, version);
            case 1 -> LabelPrediction.of(Set.of(label, "l" + random.nextInt(LABELS) + "x"), confidence, version);
            default -> LabelPrediction.of(label, confidence, version);
        };
    }

    private Set<String> coding() {
        Set<String> values = new TreeSet<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            values.add("k" + random.nextInt(4));
        }
        return values;
    }

    private void put() throws IOException {
        List<IndexedDocument> documents = new ArrayList<>();
        for (int i = random.nextInt(25); i >= 0; i--) {
            List<String> words = new ArrayList<>();
            for (int w = random.nextInt(30); w >= 0; w--) {
                words.add(word());
            }
            Map<String, LabelPrediction> predictions = new HashMap<>();
            if (random.nextInt(3) > 0) {
                predictions.put("kind", prediction());
            }
            Map<String, Set<String>> codings = new HashMap<>();
            if (random.nextInt(4) == 0) {
                codings.put("tag", coding());
            }
            List<String> custodians = random.nextInt(3) == 0 ? List.of("Ada", "Bob") : List.of("Ada");
            String id = id();
            Entry entry = new Entry(collection(), custodians, words, predictions, codings);
            model.put(id, entry);
            documents.removeIf(document -> document.id().equals(id));
            documents.add(document(id, entry));
        }
        assertThat(index.put(documents)).isEmpty();
    }

    private static IndexedDocument document(String id, Entry entry) {
        String text = String.join(" ", entry.words());
        IndexedDocument.Builder builder = IndexedDocument.builder(id, entry.collection())
                .custodians(entry.custodians())
                .text(text)
                .passages(Passages.split(text));
        entry.predictions().forEach(builder::prediction);
        entry.codings().forEach(builder::coding);
        return builder.build();
    }

    private void relabel() throws IOException {
        List<Relabel> changes = new ArrayList<>();
        for (int i = random.nextInt(20); i >= 0; i--) {
            String id = id();
            Relabel change =
                    switch (random.nextInt(4)) {
                        case 0 -> Relabel.withoutPrediction(id, "kind");
                        case 1 -> Relabel.coding(id, "tag", coding());
                        case 2 -> Relabel.coding(id, "kind", Set.of("l" + random.nextInt(LABELS)));
                        default -> Relabel.prediction(id, "kind", prediction());
                    };
            changes.add(change);
            Entry entry = model.get(id);
            if (entry != null) {
                Map<String, LabelPrediction> predictions = new HashMap<>(entry.predictions());
                change.predictions().forEach((classifier, prediction) -> {
                    predictions.remove(classifier);
                    prediction.ifPresent(value -> predictions.put(classifier, value));
                });
                Map<String, Set<String>> codings = new HashMap<>(entry.codings());
                codings.putAll(change.codings());
                model.put(id, new Entry(entry.collection(), entry.custodians(), entry.words(), predictions, codings));
            }
        }
        index.relabel(changes);
    }

    // queries and what the model says to them

    private record Question(String query, Predicate<Entry> answer) {}

    private Question question(int depth) {
        return switch (random.nextInt(depth > 2 ? 7 : 10)) {
            case 0, 1 -> {
                String word = word();
                yield new Question(word, entry -> entry.words().contains(word));
            }
            case 2 -> {
                String first = word();
                String second = word();
                yield new Question("\"" + first + " " + second + "\"", entry -> {
                    for (int i = 0; i + 1 < entry.words().size(); i++) {
                        if (entry.words().get(i).equals(first)
                                && entry.words().get(i + 1).equals(second)) {
                            return true;
                        }
                    }
                    return false;
                });
            }
            case 3 -> {
                String label = "l" + random.nextInt(LABELS);
                int least = random.nextInt(100);
                yield new Question("(predicted:" + label + " confidence:>=" + least + "%)", entry -> {
                    LabelPrediction prediction = entry.predictions().get("kind");
                    return prediction != null
                            && !prediction.abstained()
                            && prediction.labels().contains(label)
                            && Math.round(prediction.confidence() * 10_000) >= least * 100L;
                });
            }
            case 4 -> {
                String label = "l" + random.nextInt(LABELS);
                yield new Question("label:" + label, entry -> {
                    Set<String> decided = entry.codings().getOrDefault("kind", Set.of());
                    LabelPrediction prediction = entry.predictions().get("kind");
                    return decided.isEmpty()
                            ? prediction != null
                                    && !prediction.abstained()
                                    && prediction.labels().contains(label)
                            : decided.contains(label);
                });
            }
            case 5 -> {
                String tag = "k" + random.nextInt(4);
                yield new Question(
                        "tag:" + tag,
                        entry -> entry.codings().getOrDefault("tag", Set.of()).contains(tag));
            }
            case 6 -> {
                String prefix = "w" + (1 + random.nextInt(3));
                yield new Question(
                        prefix + "*", entry -> entry.words().stream().anyMatch(word -> word.startsWith(prefix)));
            }
            case 7 -> {
                Question inner = question(depth + 1);
                yield new Question("(NOT " + inner.query() + ")", inner.answer().negate());
            }
            case 8 -> {
                Question left = question(depth + 1);
                Question right = question(depth + 1);
                yield new Question(
                        "(" + left.query() + " OR " + right.query() + ")",
                        left.answer().or(right.answer()));
            }
            default -> {
                Question left = question(depth + 1);
                Question right = question(depth + 1);
                yield new Question(
                        "(" + left.query() + " AND " + right.query() + ")",
                        left.answer().and(right.answer()));
            }
        };
    }

    private void compare() throws IOException {
        Question question = question(0);
        Set<String> allowed = new HashSet<>();
        for (int i = random.nextInt(COLLECTIONS + 1); i > 0; i--) {
            allowed.add(collection());
        }
        boolean everything = random.nextInt(3) == 0;
        Access access = everything ? Access.everything() : Access.only(allowed);
        Set<String> excluded = random.nextInt(3) == 0 ? Set.of("c0") : Set.of();
        FacetFilter filter = new FacetFilter(Dimension.COLLECTION, Set.of(), excluded);
        Map<String, Entry> expected = new TreeMap<>();
        model.forEach((id, entry) -> {
            boolean visible = everything || allowed.contains(entry.collection());
            if (visible
                    && !excluded.contains(entry.collection())
                    && question.answer().test(entry)) {
                expected.put(id, entry);
            }
        });
        SearchRequest.Builder request = SearchRequest.builder(access, question.query())
                .filter(filter)
                .timeout(Duration.ofMinutes(1))
                .size(1 + random.nextInt(20))
                .sort(random.nextBoolean() ? SortOrder.RELEVANCE : SortOrder.byConfidence("kind", random.nextBoolean()))
                .facet(
                        Dimension.COLLECTION,
                        Dimension.CUSTODIAN,
                        Dimension.TAG,
                        Dimension.label("kind"),
                        Dimension.model("kind"));
        SearchResponse page = index.search(request.build());
        String about = question.query() + " for " + access;
        assertThat(page.partial()).as(about).isFalse();
        assertThat(page.total()).as(about).isEqualTo(expected.size());
        assertThat(index.count(request.build())).as(about).isEqualTo(expected.size());
        facets(page, expected.values(), about);
        List<String> found = new ArrayList<>();
        while (true) {
            for (SearchHit hit : page.hits()) {
                found.add(hit.id());
                Entry entry = expected.get(hit.id());
                assertThat(entry).as(about + " found " + hit.id()).isNotNull();
                assertThat(hit.predictions()).as(about).isEqualTo(entry.predictions());
                highlights(hit, entry);
            }
            if (page.nextCursor().isEmpty()) {
                break;
            }
            page = index.search(request.cursor(page.nextCursor().get()).build());
        }
        assertThat(found).as(about).containsExactlyInAnyOrderElementsOf(expected.keySet());
        Set<String> ids = new TreeSet<>();
        index.forEachId(request.build(), ids::add);
        assertThat(ids).as(about).isEqualTo(expected.keySet());
    }

    private static void highlights(SearchHit hit, Entry entry) {
        String text = String.join(" ", entry.words());
        for (HighlightedPassage passage : hit.passages()) {
            assertThat(text.substring(passage.range().start(), passage.range().end()))
                    .isEqualTo(passage.text());
            for (TextRange match : passage.matches()) {
                assertThat(text.substring(match.start(), match.end())).matches("w\\d+(?: w\\d+)*");
            }
        }
    }

    private static void facets(SearchResponse page, Collection<Entry> expected, String about) {
        facet(page, Dimension.COLLECTION, expected, entry -> List.of(entry.collection()), about);
        facet(page, Dimension.CUSTODIAN, expected, Entry::custodians, about);
        facet(page, Dimension.TAG, expected, entry -> entry.codings().getOrDefault("tag", Set.of()), about);
        facet(
                page,
                Dimension.label("kind"),
                expected,
                entry -> {
                    LabelPrediction prediction = entry.predictions().get("kind");
                    if (prediction == null) {
                        return List.of();
                    }
                    return prediction.abstained() ? List.of(Dimension.ABSTAINED) : prediction.labels();
                },
                about);
        facet(
                page,
                Dimension.model("kind"),
                expected,
                entry -> entry.predictions().values().stream()
                        .map(LabelPrediction::modelVersion)
                        .toList(),
                about);
    }

    private static void facet(
            SearchResponse page,
            Dimension dimension,
            Collection<Entry> expected,
            Function<Entry, Collection<String>> values,
            String about) {
        Map<String, Long> counts = new TreeMap<>();
        expected.forEach(entry -> values.apply(entry).forEach(value -> counts.merge(value, 1L, Long::sum)));
        Map<String, Long> found = page.facet(dimension).values().stream()
                .collect(Collectors.toMap(
                        FacetResult.FacetValue::value, FacetResult.FacetValue::count, Long::sum, TreeMap::new));
        assertThat(found).as(about + ", " + dimension.key()).isEqualTo(counts);
    }
}
