package io.docket.index;

import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.lucene.document.LongField;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;

/** Permission and facet filters as Lucene queries. */
final class Filters {

    private static final Pattern YEAR = Pattern.compile("\\d{4}");
    private static final Pattern MONTH = Pattern.compile("\\d{4}-(?:0[1-9]|1[0-2])");
    private static final String TO = "..";

    private final LabelQueries labels;

    Filters(LabelQueries labels) {
        this.labels = labels;
    }

    /** Documents (not passages) that may be seen. */
    static Query documents(Access access) {
        return access(access, Schema.COLLECTION);
    }

    /** Passages that may be seen. */
    static Query passages(Access access) {
        return access(access, Schema.PASSAGE_COLLECTION);
    }

    private static Query access(Access access, String field) {
        return switch (access) {
            case Access.Everything everything ->
                field.equals(Schema.COLLECTION)
                        ? new FieldExistsQuery(Schema.COLLECTION)
                        : new FieldExistsQuery(Schema.PASSAGE_START);
            case Access.Only only ->
                only.collections().isEmpty()
                        ? new MatchNoDocsQuery("no collection may be seen")
                        : new TermInSetQuery(field, terms(only.collections()));
        };
    }

    private static List<BytesRef> terms(Collection<String> values) {
        return values.stream()
                .map(value -> new BytesRef(DocumentMapper.cut(value)))
                .toList();
    }

    /** Documents that pass one filter. */
    Query filter(FacetFilter filter) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        if (!filter.include().isEmpty()) {
            all.add(values(filter.dimension(), filter.include()), Occur.FILTER);
        } else {
            all.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
        }
        if (!filter.exclude().isEmpty()) {
            all.add(values(filter.dimension(), filter.exclude()), Occur.MUST_NOT);
        }
        return all.build();
    }

    private Query values(Dimension dimension, Set<String> values) {
        return switch (dimension.kind()) {
            case LABEL -> label(dimension.name(), values);
            case GUESS -> LabelQueries.guessed(dimension.name(), labels.holding(values::contains));
            case CONFIDENCE ->
                QueryCompiler.any(values.stream()
                        .flatMap(band -> LabelQueries.band(dimension.name(), band).stream())
                        .toList());
            case MODEL -> LabelQueries.model(dimension.name(), labels.holding(values::contains));
            case CODING -> LabelQueries.coded(dimension.name(), labels.holding(values::contains));
            case YEAR, MONTH ->
                QueryCompiler.any(values.stream().map(Filters::period).toList());
            case COLLECTION, CUSTODIAN, AUTHOR, TYPE, MEDIA_TYPE, LANGUAGE, OUTCOME ->
                new TermInSetQuery(FacetCounter.keywordField(dimension.kind()), terms(values));
        };
    }

    private Query label(String classifier, Set<String> values) {
        List<Query> alternatives = new ArrayList<>();
        if (values.contains(Dimension.ABSTAINED)) {
            alternatives.add(LabelQueries.abstained(classifier));
        }
        BitSet sets = labels.holding(values::contains);
        if (!sets.isEmpty()) {
            alternatives.add(LabelQueries.predicted(classifier, sets));
        }
        return QueryCompiler.any(alternatives);
    }

    /** A year, a month, or a range of either with both ends included: {@code 2023-04..2024-01}. */
    private static Query period(String value) {
        int between = value.indexOf(TO);
        if (between > 0) {
            Optional<YearMonth> first = firstMonth(value.substring(0, between));
            Optional<YearMonth> behind = monthBehind(value.substring(between + TO.length()));
            return first.isPresent() && behind.isPresent()
                    ? LongField.newRangeQuery(Schema.DATE, start(first.get()), start(behind.get()) - 1)
                    : new MatchNoDocsQuery("\"" + value + "\" is no range of years or months");
        }
        Optional<YearMonth> first = firstMonth(value);
        return first.isPresent()
                ? LongField.newRangeQuery(
                        Schema.DATE,
                        start(first.get()),
                        start(monthBehind(value).orElseThrow()) - 1)
                : new MatchNoDocsQuery("\"" + value + "\" is neither a year nor a month");
    }

    private static Optional<YearMonth> firstMonth(String period) {
        if (YEAR.matcher(period).matches()) {
            return Optional.of(YearMonth.of(Integer.parseInt(period), 1));
        }
        return MONTH.matcher(period).matches() ? Optional.of(YearMonth.parse(period)) : Optional.empty();
    }

    private static Optional<YearMonth> monthBehind(String period) {
        return firstMonth(period)
                .map(first -> YEAR.matcher(period).matches() ? first.plusYears(1) : first.plusMonths(1));
    }

    private static long start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}
