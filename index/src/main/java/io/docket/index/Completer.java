package io.docket.index;

import io.docket.index.query.QueryField;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** Completes what is being typed: fields, their values, words of the documents that may be seen. For one request. */
final class Completer {

    private static final int SHORTEST_PREFIX = 2;
    private static final int WORDS_LOOKED_AT = 2_000;
    private static final int WORDS_CHECKED = 64;
    private static final List<String> TRAITS = List.of(
            "attachment", "author", "coding", "custodian", "date", "duplicates", "label", "tag", "text", "title");

    private final IndexSearcher searcher;
    private final Analyzer analyzer;
    private final FacetCounter counter;
    private final CompletionRequest request;
    private final CostBudget budget;

    Completer(
            IndexSearcher searcher,
            Analyzer analyzer,
            FacetCounter counter,
            CompletionRequest request,
            CostBudget budget) {
        this.searcher = searcher;
        this.analyzer = analyzer;
        this.counter = counter;
        this.request = request;
        this.budget = budget;
        searcher.setTimeout(budget);
    }

    List<Completion> complete() throws IOException {
        String typed = request.typed();
        int start = startOfPiece(typed);
        String piece = typed.substring(start);
        int colon = piece.indexOf(':');
        List<Completion> proposals = new ArrayList<>();
        if (colon > 0) {
            Optional<QueryField> field = QueryField.named(piece.substring(0, colon));
            if (field.isPresent()) {
                values(field.get(), piece.substring(colon + 1), start, proposals);
            }
        } else if (!piece.isEmpty()) {
            fields(piece, start, proposals);
            words(piece, start, proposals);
        }
        return proposals.stream().limit(request.limit()).toList();
    }

    /** Where the last piece begins: behind a blank or parenthesis outside quotes, and behind signs. */
    private static int startOfPiece(String typed) {
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i < typed.length(); i++) {
            char c = typed.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (Character.isWhitespace(c) || c == '(' || c == ')')) {
                start = i + 1;
            }
        }
        while (start < typed.length() && "+-!".indexOf(typed.charAt(start)) >= 0) {
            start++;
        }
        return start;
    }

    private void fields(String piece, int start, List<Completion> proposals) {
        String prefix = piece.toLowerCase(Locale.ROOT);
        for (QueryField field : QueryField.values()) {
            if (field.fieldName().startsWith(prefix)) {
                proposals.add(
                        new Completion(start, field.fieldName() + ":", Completion.Kind.FIELD, field.description()));
            }
        }
    }

    private void values(QueryField field, String typed, int start, List<Completion> proposals) throws IOException {
        String prefix = typed.replace("\"", "").toLowerCase(Locale.ROOT);
        Stream<String> values =
                switch (field) {
                    case IN -> collections();
                    case HAS -> TRAITS.stream();
                    default -> counted(field).stream();
                };
        values.filter(value -> !value.equals(Dimension.ABSTAINED))
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(value -> field.fieldName() + ":" + (plain(value) ? value : "\"" + value.replace("\"", "") + "\""))
                .forEach(text -> proposals.add(new Completion(start, text, Completion.Kind.VALUE, "")));
    }

    private static boolean plain(String value) {
        return value.chars().allMatch(c -> Character.isLetterOrDigit(c) || "-_./".indexOf(c) >= 0);
    }

    private Stream<String> collections() {
        return request.collectionNames().entrySet().stream()
                .filter(entry -> switch (request.access()) {
                    case Access.Everything everything -> true;
                    case Access.Only only -> only.collections().contains(entry.getValue());
                })
                .map(Map.Entry::getKey)
                .sorted();
    }

    /** Values that occur in what may be seen, the most frequent first. */
    private List<String> counted(QueryField field) throws IOException {
        Set<Dimension> dimensions = dimensions(field);
        if (dimensions.isEmpty()) {
            return List.of();
        }
        List<MatchBits.Leaf> bits = searcher.search(Filters.documents(request.access()), new MatchBits());
        Map<String, Long> total = new HashMap<>();
        counter.count(bits, dimensions)
                .values()
                .forEach(counts -> counts.forEach((value, count) -> total.merge(value, count, Long::sum)));
        return total.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Set<Dimension> dimensions(QueryField field) {
        return switch (field) {
            case LABEL, PREDICTED -> named(Schema::isPrediction, Dimension::label);
            case MODEL -> named(Schema::isPrediction, Dimension::model);
            case CODED -> named(Schema::isCoding, Dimension::coding);
            case TAG -> Set.of(Dimension.TAG);
            case TYPE -> Set.of(Dimension.TYPE);
            case LANGUAGE -> Set.of(Dimension.LANGUAGE);
            case OUTCOME -> Set.of(Dimension.OUTCOME);
            case CUSTODIAN -> Set.of(Dimension.CUSTODIAN);
            case AUTHOR -> Set.of(Dimension.AUTHOR);
            case DATE, BEFORE, AFTER -> Set.of(Dimension.YEAR);
            case TEXT, TITLE, NAME, PATH, CONFIDENCE, IN, HAS, ID, FAMILY, THREAD, PARENT, DUPLICATES, INGESTED, SIZE ->
                Set.of();
        };
    }

    private Set<Dimension> named(Predicate<String> test, Function<String, Dimension> dimension) {
        Set<Dimension> dimensions = new LinkedHashSet<>();
        for (FieldInfo field : FieldInfos.getMergedFieldInfos(searcher.getIndexReader())) {
            if (test.test(field.name)) {
                dimensions.add(dimension.apply(Schema.nameIn(field.name)));
            }
        }
        return dimensions;
    }

    private void words(String piece, int start, List<Completion> proposals) throws IOException {
        String prefix = analyzer.normalize(Schema.TEXT, piece).utf8ToString();
        if (prefix.length() < SHORTEST_PREFIX || !prefix.chars().allMatch(Character::isLetterOrDigit)) {
            return;
        }
        IndexReader reader = searcher.getIndexReader();
        List<Candidate> candidates = new ArrayList<>();
        for (BytesRef term : TermExpansion.wildcard(reader, Schema.TEXT, prefix + "*", WORDS_LOOKED_AT, budget)
                .terms()) {
            candidates.add(new Candidate(term.utf8ToString(), reader.docFreq(new Term(Schema.TEXT, term))));
        }
        candidates.sort(Comparator.comparingInt(Candidate::documents).reversed().thenComparing(Candidate::word));
        int checked = 0;
        int proposed = 0;
        for (Candidate candidate : candidates) {
            if (proposed == request.limit() || checked++ == WORDS_CHECKED) {
                break;
            }
            if (visible(candidate.word())) {
                proposals.add(new Completion(start, candidate.word(), Completion.Kind.WORD, ""));
                proposed++;
            }
        }
    }

    private record Candidate(String word, int documents) {}

    private boolean visible(String word) throws IOException {
        Query both = new BooleanQuery.Builder()
                .add(new TermQuery(new Term(Schema.TEXT, word)), Occur.FILTER)
                .add(Filters.documents(request.access()), Occur.FILTER)
                .build();
        return searcher.search(both, 1).scoreDocs.length > 0;
    }
}
