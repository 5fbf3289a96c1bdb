package io.docket.index;

import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
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

    private static Query period(String value) {
        YearMonth from;
        YearMonth to;
        if (YEAR.matcher(value).matches()) {
            from = YearMonth.of(Integer.parseInt(value), 1);
            to = from.plusYears(1);
        } else if (MONTH.matcher(value).matches()) {
            from = YearMonth.parse(value);
            to = from.plusMonths(1);
        } else {
            return new MatchNoDocsQuery("\"" + value + "\" is neither a year nor a month");
        }
        return LongField.newRangeQuery(Schema.DATE, start(from), start(to) - 1);
    }

    private static long start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}
