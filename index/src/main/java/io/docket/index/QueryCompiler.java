package io.docket.index;

import io.docket.index.query.Interpretation.Ignored;
import io.docket.index.query.QueryField;
import io.docket.index.query.QueryNode;
import io.docket.index.query.QueryNode.Scope;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.queries.intervals.IntervalQuery;
import org.apache.lucene.queries.intervals.Intervals;
import org.apache.lucene.queries.intervals.IntervalsSource;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SynonymQuery;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** Turns conditions into Lucene queries against one reader, within a budget. For one request and one thread. */
final class QueryCompiler {

    private static final float HEAD_BOOST = 2;
    private static final int NEAR_FORMS = 256;
    private static final int VALUE_FORMS = 8_192;
    private static final int FUZZY_PREFIX = 1;
    private static final int FUZZY_FORMS = 50;
    private static final int LONGEST_PHRASE = 256;

    private final IndexReader reader;
    private final Analyzer analyzer;
    private final LabelQueries labels;
    private final Synonyms synonyms;
    private final Map<String, String> collectionNames;
    private final CostBudget budget;
    private final String typed;
    private final List<Ignored> remarks = new ArrayList<>();
    private final Set<String> classifiers = new TreeSet<>();
    private final Set<String> dimensions = new TreeSet<>();

    QueryCompiler(
            IndexReader reader,
            Analyzer analyzer,
            LabelQueries labels,
            Synonyms synonyms,
            Map<String, String> collectionNames,
            CostBudget budget,
            String typed) {
        this.reader = reader;
        this.analyzer = analyzer;
        this.labels = labels;
        this.synonyms = synonyms;
        this.collectionNames = collectionNames;
        this.budget = budget;
        this.typed = typed;
        for (LeafReaderContext leaf : reader.leaves()) {
            for (FieldInfo field : leaf.reader().getFieldInfos()) {
                if (Schema.isPrediction(field.name)) {
                    classifiers.add(Schema.nameIn(field.name));
                } else if (Schema.isCoding(field.name)) {
                    dimensions.add(Schema.nameIn(field.name));
                }
            }
        }
    }

    /** What had no effect or less than asked for, found while compiling. */
    List<Ignored> remarks() {
        return remarks;
    }

    Query compile(QueryNode node) throws IOException {
        return switch (node) {
            case QueryNode.All all -> MatchAllDocsQuery.INSTANCE;
            case QueryNode.And and -> and(and.operands());
            case QueryNode.Or or -> {
                BooleanQuery.Builder any = new BooleanQuery.Builder();
                for (QueryNode operand : or.operands()) {
                    any.add(compile(operand), Occur.SHOULD);
                }
                yield any.build();
            }
            case QueryNode.Not not -> and(List.of(not));
            case QueryNode.Near near -> near(near);
            case QueryNode.Word word -> word(word);
            case QueryNode.Phrase phrase -> phrase(phrase);
            case QueryNode.Wildcard wildcard -> wildcard(wildcard);
            case QueryNode.Fuzzy fuzzy -> fuzzy(fuzzy);
            case QueryNode.Value value -> value(value, List.of());
            case QueryNode.Confidence confidence -> anyClassifier(List.of(confidence));
            case QueryNode.Dates dates ->
                LongField.newRangeQuery(
                        dates.field() == QueryField.INGESTED ? Schema.INGESTED : Schema.DATE,
                        millis(dates.from()),
                        dates.to().equals(Instant.MAX) ? Long.MAX_VALUE : millis(dates.to()) - 1);
            case QueryNode.Size size -> LongField.newRangeQuery(Schema.SIZE, size.from(), size.to());
        };
    }

    private static long millis(Instant instant) {
        if (instant.equals(Instant.MIN)) {
            return Long.MIN_VALUE;
        }
        return instant.equals(Instant.MAX) ? Long.MAX_VALUE : instant.toEpochMilli();
    }

    private Query and(List<QueryNode> operands) throws IOException {
        List<QueryNode.Confidence> confidences = new ArrayList<>();
        boolean namesLabel = false;
        for (QueryNode operand : operands) {
            if (operand instanceof QueryNode.Confidence confidence) {
                confidences.add(confidence);
            }
            namesLabel |= operand instanceof QueryNode.Value value && isLabel(value.field());
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        boolean positive = false;
        for (QueryNode operand : operands) {
            if (operand instanceof QueryNode.Not not) {
                all.add(compile(not.operand()), Occur.MUST_NOT);
            } else if (operand instanceof QueryNode.Value value) {
                all.add(value(value, confidences), Occur.FILTER);
                positive = true;
            } else if (!(operand instanceof QueryNode.Confidence && namesLabel)) {
                // a confidence beside a label is said of that label and went into its condition
                all.add(compile(operand), scores(operand) ? Occur.MUST : Occur.FILTER);
                positive = true;
            }
        }
        if (!positive) {
            all.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
        }
        return all.build();
    }

    private static boolean scores(QueryNode node) {
        return !(node instanceof QueryNode.All
                || node instanceof QueryNode.Confidence
                || node instanceof QueryNode.Dates
                || node instanceof QueryNode.Size);
    }

    private static boolean isLabel(QueryField field) {
        return field == QueryField.LABEL || field == QueryField.PREDICTED || field == QueryField.MODEL;
    }

    // words

    private static String[] fields(Scope scope) {
        return switch (scope) {
            case ANYWHERE -> new String[] {Schema.TEXT, Schema.HEAD};
            case TEXT -> new String[] {Schema.TEXT};
            case TITLE -> new String[] {Schema.TITLE_WORDS};
            case NAME -> new String[] {Schema.NAME_WORDS};
            case PATH -> new String[] {Schema.PATH_WORDS};
            case CUSTODIAN -> new String[] {Schema.CUSTODIAN_WORDS};
            case AUTHOR -> new String[] {Schema.AUTHOR_WORDS};
        };
    }

    /** A query of each field of the scope, any of which may match. */
    private Query inFields(Scope scope, FieldQuery query) throws IOException {
        String[] fields = fields(scope);
        if (fields.length == 1) {
            return query.in(fields[0]);
        }
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (String field : fields) {
            Query one = query.in(field);
            any.add(field.equals(Schema.HEAD) ? new BoostQuery(one, HEAD_BOOST) : one, Occur.SHOULD);
        }
        return any.build();
    }

    /** A query that can be asked of several fields. */
    private interface FieldQuery {
        Query in(String field) throws IOException;
    }

    private Query word(QueryNode.Word word) throws IOException {
        List<String> words = analyse(word.text());
        if (words.isEmpty()) {
            remark(word.text(), "no word is left of it after analysis");
            return MatchAllDocsQuery.INSTANCE;
        }
        if (words.size() > 1) {
            return phrase(new QueryNode.Phrase(word.scope(), word.text(), 0));
        }
        Set<String> forms = new LinkedHashSet<>(List.of(words.getFirst()));
        forms.addAll(Plurals.of(words.getFirst()));
        List<List<String>> phrases = new ArrayList<>();
        for (String synonym : synonyms.of(word.text())) {
            List<String> analysed = analyse(synonym);
            if (analysed.size() == 1) {
                forms.add(analysed.getFirst());
            } else if (analysed.size() > 1) {
                phrases.add(analysed);
            }
        }
        return inFields(word.scope(), field -> {
            Query single = single(field, forms);
            if (phrases.isEmpty()) {
                return single;
            }
            BooleanQuery.Builder any = new BooleanQuery.Builder().add(single, Occur.SHOULD);
            phrases.forEach(phrase -> any.add(new PhraseQuery(field, phrase.toArray(String[]::new)), Occur.SHOULD));
            return any.build();
        });
    }

    private static Query single(String field, Set<String> forms) {
        if (forms.size() == 1) {
            return new TermQuery(new Term(field, forms.iterator().next()));
        }
        SynonymQuery.Builder any = new SynonymQuery.Builder(field);
        forms.forEach(form -> any.addTerm(new Term(field, form)));
        return any.build();
    }

    private Query phrase(QueryNode.Phrase phrase) throws IOException {
        List<String> words = analyse(phrase.text());
        if (words.isEmpty()) {
            remark(phrase.text(), "no word is left of it after analysis");
            return MatchAllDocsQuery.INSTANCE;
        }
        List<String> kept = words;
        if (words.size() > LONGEST_PHRASE) {
            remark(phrase.text(), "only the first " + LONGEST_PHRASE + " words of a phrase are searched");
            kept = words.subList(0, LONGEST_PHRASE);
        }
        String[] terms = kept.toArray(String[]::new);
        return inFields(
                phrase.scope(),
                field -> terms.length == 1
                        ? new TermQuery(new Term(field, terms[0]))
                        : new PhraseQuery(phrase.slop(), field, terms));
    }

    private List<String> analyse(String text) throws IOException {
        List<String> words = new ArrayList<>();
        try (TokenStream tokens = analyzer.tokenStream(Schema.TEXT, text)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                words.add(term.toString());
            }
            tokens.end();
        }
        return words;
    }

    private String normalised(String text) {
        return analyzer.normalize(Schema.TEXT, text).utf8ToString();
    }

    private Query wildcard(QueryNode.Wildcard wildcard) throws IOException {
        String pattern = normalised(wildcard.pattern());
        return inFields(wildcard.scope(), field -> {
            TermExpansion.Expanded expanded =
                    TermExpansion.wildcard(reader, field, pattern, CostBudget.TERMS_PER_PATTERN, budget);
            if (!expanded.complete()) {
                remark(wildcard.pattern(), "it stands for too many words: not all of them were searched");
            }
            return new TermInSetQuery(field, expanded.terms());
        });
    }

    private Query fuzzy(QueryNode.Fuzzy fuzzy) throws IOException {
        List<String> words = analyse(fuzzy.text());
        if (words.size() != 1 || fuzzy.edits() == 0) {
            return phrase(new QueryNode.Phrase(fuzzy.scope(), fuzzy.text(), 0));
        }
        if (!budget.takeFuzzyWord()) {
            remark(fuzzy.text() + "~", "too many similar words are asked for: searched as it is spelt");
            return phrase(new QueryNode.Phrase(fuzzy.scope(), fuzzy.text(), 0));
        }
        return inFields(
                fuzzy.scope(),
                field -> new FuzzyQuery(
                        new Term(field, words.getFirst()), fuzzy.edits(), FUZZY_PREFIX, FUZZY_FORMS, true));
    }

    // proximity

    private Query near(QueryNode.Near near) throws IOException {
        Scope scope = scopeOf(near);
        return inFields(scope, field -> new IntervalQuery(field, intervals(near, field)));
    }

    private static Scope scopeOf(QueryNode node) {
        return switch (node) {
            case QueryNode.Near near -> scopeOf(near.operands().getFirst());
            case QueryNode.Or or -> scopeOf(or.operands().getFirst());
            case QueryNode.Word word -> word.scope();
            case QueryNode.Phrase phrase -> phrase.scope();
            case QueryNode.Wildcard wildcard -> wildcard.scope();
            case QueryNode.Fuzzy fuzzy -> fuzzy.scope();
            case QueryNode.All all -> Scope.ANYWHERE;
            case QueryNode.And and -> Scope.ANYWHERE;
            case QueryNode.Not not -> Scope.ANYWHERE;
            case QueryNode.Value value -> Scope.ANYWHERE;
            case QueryNode.Confidence confidence -> Scope.ANYWHERE;
            case QueryNode.Dates dates -> Scope.ANYWHERE;
            case QueryNode.Size size -> Scope.ANYWHERE;
        };
    }

    private IntervalsSource intervals(QueryNode node, String field) throws IOException {
        return switch (node) {
            case QueryNode.Near near -> {
                List<IntervalsSource> operands = new ArrayList<>();
                for (QueryNode operand : near.operands()) {
                    operands.add(intervals(operand, field));
                }
                IntervalsSource[] sources = operands.toArray(IntervalsSource[]::new);
                yield Intervals.maxgaps(
                        near.distance(), near.ordered() ? Intervals.ordered(sources) : Intervals.unordered(sources));
            }
            case QueryNode.Or or -> {
                List<IntervalsSource> operands = new ArrayList<>();
                for (QueryNode operand : or.operands()) {
                    operands.add(intervals(operand, field));
                }
                yield Intervals.or(operands);
            }
            case QueryNode.Word word -> {
                List<String> words = analyse(word.text());
                if (words.size() == 1) {
                    List<IntervalsSource> forms = new ArrayList<>(List.of(Intervals.term(words.getFirst())));
                    Plurals.of(words.getFirst()).forEach(form -> forms.add(Intervals.term(form)));
                    yield Intervals.or(forms);
                }
                yield phraseIntervals(words);
            }
            case QueryNode.Phrase phrase -> phraseIntervals(analyse(phrase.text()));
            case QueryNode.Wildcard wildcard -> {
                TermExpansion.Expanded expanded =
                        TermExpansion.wildcard(reader, field, normalised(wildcard.pattern()), NEAR_FORMS, budget);
                if (!expanded.complete()) {
                    remark(wildcard.pattern(), "it stands for too many words: not all of them were searched");
                }
                List<IntervalsSource> forms = new ArrayList<>();
                expanded.terms().forEach(term -> forms.add(Intervals.term(term)));
                yield forms.isEmpty() ? Intervals.noIntervals(wildcard.pattern()) : Intervals.or(forms);
            }
            case QueryNode.Fuzzy fuzzy ->
                budget.takeFuzzyWord()
                        ? Intervals.fuzzyTerm(normalised(fuzzy.text()), Math.max(1, fuzzy.edits()))
                        : phraseIntervals(analyse(fuzzy.text()));
            case QueryNode.All all -> throw unreachable(node);
            case QueryNode.And and -> throw unreachable(node);
            case QueryNode.Not not -> throw unreachable(node);
            case QueryNode.Value value -> throw unreachable(node);
            case QueryNode.Confidence confidence -> throw unreachable(node);
            case QueryNode.Dates dates -> throw unreachable(node);
            case QueryNode.Size size -> throw unreachable(node);
        };
    }

    private static IllegalStateException unreachable(QueryNode node) {
        return new IllegalStateException("the parser puts no such condition inside a proximity: " + node);
    }

    private static IntervalsSource phraseIntervals(List<String> words) {
        return words.isEmpty()
                ? Intervals.noIntervals("no words")
                : Intervals.phrase(words.stream().limit(LONGEST_PHRASE).toArray(String[]::new));
    }

    // values

    private Query value(QueryNode.Value value, List<QueryNode.Confidence> confidences) throws IOException {
        String text = value.value();
        return switch (value.field()) {
            case LABEL, PREDICTED, MODEL -> label(value.field(), text, confidences);
            case CODED -> coded(text);
            case TAG -> codingQuery(IndexedDocument.TAGS, text);
            case HAS -> has(text.toLowerCase(Locale.ROOT));
            case IN -> in(text);
            case TYPE ->
                any(List.of(
                        keyword(Schema.TYPE, text),
                        keyword(Schema.TYPE, TypeWords.filedUnder(text)),
                        keyword(Schema.MEDIA_TYPE, text)));
            case LANGUAGE -> keyword(Schema.LANGUAGE, text);
            case OUTCOME -> keyword(Schema.OUTCOME, text);
            case ID -> identity(Schema.ID, text);
            case FAMILY -> identity(Schema.FAMILY, text);
            case THREAD -> identity(Schema.THREAD, text);
            case PARENT -> identity(Schema.PARENT, text);
            case DUPLICATES -> identity(Schema.NEAR_DUPLICATES, text);
            case TEXT, TITLE, NAME, PATH, CUSTODIAN, AUTHOR, CONFIDENCE, DATE, BEFORE, AFTER, INGESTED, SIZE ->
                throw new IllegalStateException("the parser makes no whole value of field " + value.field());
        };
    }

    /** {@code nda} for any classifier, {@code contract-type/nda} for one. */
    private Query label(QueryField field, String text, List<QueryNode.Confidence> confidences) {
        int slash = text.indexOf('/');
        boolean qualified = slash > 0 && classifiers.contains(text.substring(0, slash));
        Set<String> asked = qualified ? Set.of(text.substring(0, slash)) : classifiers;
        BitSet meant = labels.holding(LabelQueries.meant(qualified ? text.substring(slash + 1) : text));
        List<Query> alternatives = new ArrayList<>();
        for (String classifier : asked) {
            Query one =
                    switch (field) {
                        case MODEL -> LabelQueries.model(classifier, meant);
                        case PREDICTED -> LabelQueries.predicted(classifier, meant);
                        default -> decidedOrPredicted(classifier, meant);
                    };
            BooleanQuery.Builder all = new BooleanQuery.Builder().add(one, Occur.FILTER);
            for (QueryNode.Confidence confidence : confidences) {
                all.add(LabelQueries.confidence(classifier, confidence.from(), confidence.to()), Occur.FILTER);
            }
            alternatives.add(all.build());
        }
        return any(alternatives);
    }

    private static Query decidedOrPredicted(String classifier, BitSet meant) {
        Query predictedOnly = new BooleanQuery.Builder()
                .add(LabelQueries.predicted(classifier, meant), Occur.FILTER)
                .add(LabelQueries.anyCoding(classifier), Occur.MUST_NOT)
                .build();
        return any(List.of(LabelQueries.coded(classifier, meant), predictedOnly));
    }

    private Query anyClassifier(List<QueryNode.Confidence> confidences) {
        List<Query> alternatives = new ArrayList<>();
        for (String classifier : classifiers) {
            for (QueryNode.Confidence confidence : confidences) {
                alternatives.add(LabelQueries.confidence(classifier, confidence.from(), confidence.to()));
            }
        }
        return any(alternatives);
    }

    /** {@code yes}, {@code no}, a value of any dimension, a dimension, or {@code dimension/value}. */
    private Query coded(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals("yes") || lower.equals("no") || lower.equals("*")) {
            Query coded = any(dimensions.stream().map(LabelQueries::anyCoding).toList());
            return lower.equals("no") ? not(coded) : coded;
        }
        int slash = text.indexOf('/');
        if (slash > 0 && dimensions.contains(text.substring(0, slash))) {
            return codingQuery(text.substring(0, slash), text.substring(slash + 1));
        }
        BitSet meant = labels.holding(LabelQueries.meant(text));
        List<Query> alternatives = new ArrayList<>();
        for (String dimension : dimensions) {
            alternatives.add(
                    LabelQueries.meant(text).test(dimension)
                            ? LabelQueries.anyCoding(dimension)
                            : LabelQueries.coded(dimension, meant));
        }
        return any(alternatives);
    }

    private Query codingQuery(String dimension, String text) {
        return LabelQueries.coded(dimension, labels.holding(LabelQueries.meant(text)));
    }

    private Query has(String what) {
        return switch (what) {
            case "label", "prediction", "category" ->
                any(classifiers.stream().map(LabelQueries::anyPrediction).toList());
            case "coding", "coded" ->
                any(dimensions.stream().map(LabelQueries::anyCoding).toList());
            case "tag", "tags" -> LabelQueries.anyCoding(IndexedDocument.TAGS);
            case "size" -> new FieldExistsQuery(Schema.SIZE);
            case "duplicate", "duplicates" -> new TermQuery(new Term(Schema.HAS, "near"));
            default -> {
                TermQuery exact = new TermQuery(new Term(Schema.HAS, what));
                // has:attachments means has:attachment
                String singular = what.endsWith("s") ? what.substring(0, what.length() - 1) : what;
                yield any(List.of(exact, new TermQuery(new Term(Schema.HAS, singular))));
            }
        };
    }

    private Query in(String text) throws IOException {
        Predicate<String> meant = LabelQueries.meant(text);
        Set<BytesRef> ids = new HashSet<>();
        collectionNames.forEach((name, id) -> {
            if (meant.test(name)) {
                ids.add(new BytesRef(id));
            }
        });
        ids.add(new BytesRef(text));
        return new TermInSetQuery(Schema.COLLECTION, ids);
    }

    private static Query identity(String field, String text) {
        return new TermQuery(new Term(field, text));
    }

    /** A whole value whatever its case; {@code *} for anything. */
    private Query keyword(String field, String text) throws IOException {
        Predicate<String> meant = LabelQueries.meant(text);
        TermExpansion.Expanded all = TermExpansion.wildcard(reader, field, "*", VALUE_FORMS, budget);
        List<BytesRef> found = new ArrayList<>();
        for (BytesRef term : all.terms()) {
            if (meant.test(term.utf8ToString())) {
                found.add(term);
            }
        }
        return found.isEmpty() ? MatchNoDocsQuery.INSTANCE : new TermInSetQuery(field, found);
    }

    static Query any(List<Query> alternatives) {
        if (alternatives.isEmpty()) {
            return MatchNoDocsQuery.INSTANCE;
        }
        if (alternatives.size() == 1) {
            return alternatives.getFirst();
        }
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        alternatives.forEach(query -> any.add(query, Occur.SHOULD));
        return any.build();
    }

    static Query not(Query query) {
        return new BooleanQuery.Builder()
                .add(MatchAllDocsQuery.INSTANCE, Occur.FILTER)
                .add(query, Occur.MUST_NOT)
                .build();
    }

    private void remark(String text, String reason) {
        int at = Math.max(0, typed.indexOf(text));
        Ignored remark = new Ignored(at, Math.min(typed.length(), at + text.length()), text, reason);
        if (!remarks.contains(remark)) {
            remarks.add(remark);
        }
    }
}
