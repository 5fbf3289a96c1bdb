package io.docket.web.search;

import io.docket.index.Dimension;
import io.docket.index.FacetResult;
import io.docket.index.LabelPrediction;
import io.docket.index.SearchHit;
import io.docket.index.SearchResponse;
import io.docket.web.page.Formats;
import io.docket.web.review.Reviews;
import io.docket.web.review.TagSets;
import io.docket.web.taxonomy.Classifier;
import io.quarkus.qute.RawString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the discovery page shows. Public for templates.
 *
 * @param address the search
 * @param response what it found
 * @param classifiers all classifiers of the tenant
 * @param classifier the one whose labels are shown
 * @param collections names of collections by id
 * @param tagSets names of tag sets by key
 * @param codings the tag sets with their tags
 * @param progress how much of the result is coded
 * @param company families and copies of the documents on this page
 */
public record DiscoveryView(
        SearchAddress address,
        SearchResponse response,
        List<Classifier> classifiers,
        Optional<Classifier> classifier,
        Map<String, String> collections,
        Map<String, String> tagSets,
        List<TagSets.TagSetWithTags> codings,
        List<Reviews.SetProgress> progress,
        Map<String, HitCompany.Company> company) {

    /** Two words or more, none of which means something to the query language. */
    private static final Pattern PLAIN_WORDS =
            Pattern.compile("(?U)\\s*(?!OR\\b|AND\\b|NOT\\b)[\\w'’]+(\\s+(?!OR\\b|AND\\b|NOT\\b)[\\w'’]+)+[?.!]?\\s*");

    /** Values of a dimension that is no label; more would push the others out of sight. */
    private static final int MOST_VALUES = 8;

    /** A value in the column of counts. */
    public record Value(
            String name, String raw, long count, boolean chosen, boolean left, String href, String exclude) {}

    /**
     * One dimension in the column of counts.
     *
     * @param folded whether only its name is shown until somebody wants more
     */
    public record Facet(String name, Dimension dimension, List<Value> values, int more, boolean folded) {
        public boolean isLabels() {
            return holdsLabels(dimension);
        }
    }

    /** A bar of the confidence band. */
    public record Band(String name, long count, double height, boolean chosen, String href) {
        /** Tallest bar, in the units of the drawing. */
        private static final double TALLEST = 28;

        /** Upper edge of the bar. */
        public double top() {
            return TALLEST - height;
        }

        /** Where the band begins, in per cent. */
        public String shortName() {
            return Math.round(Double.parseDouble(name.substring(0, name.indexOf('-'))) * 100) + "–";
        }
    }

    /** A restriction above the results. */
    public record Limit(String dimension, String value, boolean out, String href) {}

    /** An order to choose. */
    public record Order(String name, String href, boolean chosen) {}

    /** A tag that people gave. */
    public record CodedAs(String set, String key, String tag) {}

    /** A row of the result. */
    public record Result(
            SearchHit hit,
            Optional<LabelPrediction> prediction,
            SortedSet<String> coded,
            List<CodedAs> tags,
            HitCompany.Company company,
            String collection,
            String query,
            String href) {

        public String title() {
            return hit.title().isBlank() ? hit.name() : hit.title();
        }

        /** Whose it is. */
        public String custodian() {
            return String.join(", ", hit.custodians());
        }

        /** The search that finds its family. */
        public String familyHref() {
            return "/search?q=" + Formats.encode("family:" + hit.family());
        }

        /** The best passage with its matches marked. */
        public RawString passage() {
            return hit.passages().isEmpty()
                    ? new RawString("")
                    : Highlights.of(hit.passages().getFirst());
        }

        public Optional<Instant> date() {
            return hit.date();
        }

        /** The label to show: a person's word before the model's. */
        public String label() {
            return coded.isEmpty()
                    ? prediction.map(said -> said.labels().first()).orElse("")
                    : coded.first();
        }

        public boolean confirmed() {
            return !coded.isEmpty();
        }

        public boolean abstained() {
            return coded.isEmpty() && prediction.map(LabelPrediction::abstained).orElse(false);
        }
    }

    public List<Result> results() {
        List<Result> results = new ArrayList<>();
        for (SearchHit hit : response.hits()) {
            results.add(result(hit, address.place() + results.size() + 1));
        }
        return results;
    }

    private Result result(SearchHit hit, long at) {
        String key = classifier.map(Classifier::key).orElse("");
        return new Result(
                hit,
                Optional.ofNullable(hit.predictions().get(key)),
                hit.codings().getOrDefault(key, java.util.Collections.emptySortedSet()),
                tags(hit),
                company.getOrDefault(hit.id(), HitCompany.Company.NONE),
                collections.getOrDefault(hit.collection(), ""),
                address.query(),
                address.document(hit.id(), at));
    }

    /** The place of the first result of this page. */
    public long from() {
        return address.place() + 1;
    }

    /** The place of the last result of this page. */
    public long to() {
        return address.place() + response.hits().size();
    }

    /** How the result is spread over time. */
    public Optional<DateHistogram> histogram() {
        return response.facets().stream()
                .filter(facet -> facet.dimension().kind() == Dimension.Kind.MONTH)
                .findFirst()
                .flatMap(months -> DateHistogram.of(months, address));
    }

    /** The search whatever the dates; a range is put behind it. */
    public String whenever() {
        String href = address.withoutDates().href();
        return href + (href.contains("?") ? "&" : "?") + "filter=month:";
    }

    public String withoutDates() {
        return address.withoutDates().href();
    }

    /** The search without any restriction. */
    public String withoutLimits() {
        return address.withoutLimits().href();
    }

    /** Whether results stand in a table. */
    public boolean isTable() {
        return !address.columns().isEmpty();
    }

    /** The columns of the table. */
    public List<ResultColumn> columns() {
        List<ResultColumn> chosen = ResultColumn.of(address.columns());
        return chosen.isEmpty() ? ResultColumn.USUAL : chosen;
    }

    public List<ResultColumn> allColumns() {
        return List.of(ResultColumn.values());
    }

    public boolean hasColumn(ResultColumn column) {
        return columns().contains(column);
    }

    /** The same page as a list. */
    public String asList() {
        return address.withColumns(List.of()).href();
    }

    /** The same page as a table. */
    public String asTable() {
        return address.withColumns(
                        ResultColumn.USUAL.stream().map(ResultColumn::key).toList())
                .href();
    }

    /** What a column says of a result, as text. */
    public String cell(ResultColumn column, Result result) {
        return ResultCells.display(
                column, result.hit(), classifier.map(Classifier::key).orElse(""), collections, tagSets);
    }

    private List<CodedAs> tags(SearchHit hit) {
        return tagSets.entrySet().stream()
                .flatMap(
                        set -> hit.codings().getOrDefault(set.getKey(), java.util.Collections.emptySortedSet()).stream()
                                .map(tag -> new CodedAs(set.getValue(), set.getKey(), tag)))
                .toList();
    }

    /** Counts by dimension, in the order of the page; dimensions without values are left out. */
    public List<Facet> facets() {
        return response.facets().stream()
                .filter(this::isShown)
                .map(this::facet)
                .filter(facet -> facet.values().size() > 1
                        || facet.values().stream()
                                .anyMatch(value -> value.chosen() || value.left() || facet.isLabels()))
                .toList();
    }

    /** Dimensions of other classifiers stay away unless something is restricted by them; confidence has its own drawing. */
    private boolean isShown(FacetResult facet) {
        Dimension dimension = facet.dimension();
        if (dimension.kind() == Dimension.Kind.CONFIDENCE || dimension.kind() == Dimension.Kind.MONTH) {
            return false;
        }
        if (dimension.kind() == Dimension.Kind.GUESS && !isUnsure(dimension.name())) {
            return address.included().containsKey(dimension)
                    || address.excluded().containsKey(dimension);
        }
        boolean restricted =
                address.included().containsKey(dimension) || address.excluded().containsKey(dimension);
        boolean ofShownClassifier = !dimension.kind().named()
                || tagSets.containsKey(dimension.name())
                || classifier.map(shown -> shown.key().equals(dimension.name())).orElse(false);
        return restricted || ofShownClassifier && !facet.values().isEmpty();
    }

    private Facet facet(FacetResult facet) {
        List<Value> values = new ArrayList<>();
        boolean labels = holdsLabels(facet.dimension());
        List<FacetResult.FacetValue> shown = facet.values().stream()
                .filter(value -> value.selected() || labels || facet.values().indexOf(value) < MOST_VALUES)
                .toList();
        for (FacetResult.FacetValue value : shown) {
            values.add(value(facet.dimension(), value.value(), value.count()));
        }
        for (String out : address.excluded().getOrDefault(facet.dimension(), Set.of())) {
            if (values.stream().noneMatch(value -> value.raw().equals(out))) {
                values.add(value(facet.dimension(), out, 0));
            }
        }
        return new Facet(
                nameOf(facet.dimension()),
                facet.dimension(),
                values,
                facet.distinct() - shown.size(),
                isFolded(facet.dimension()));
    }

    private static boolean holdsLabels(Dimension dimension) {
        return switch (dimension.kind()) {
            case LABEL, GUESS, CODING -> true;
            case CONFIDENCE, MODEL, COLLECTION, CUSTODIAN, AUTHOR, TYPE, MEDIA_TYPE, LANGUAGE, OUTCOME, YEAR, MONTH ->
                false;
        };
    }

    /** Guesses stay folded while there are labels to choose from: who wants to miss nothing opens them. */
    private boolean isFolded(Dimension dimension) {
        return dimension.kind() == Dimension.Kind.GUESS
                && !address.included().containsKey(dimension)
                && !address.excluded().containsKey(dimension)
                && labelsOf(dimension.name()).anyMatch(value -> !value.value().equals(Dimension.ABSTAINED));
    }

    /** Whether a classifier was not sure enough about some of the result. */
    private boolean isUnsure(String key) {
        return labelsOf(key).anyMatch(value -> value.value().equals(Dimension.ABSTAINED));
    }

    private Stream<FacetResult.FacetValue> labelsOf(String key) {
        return response.facets().stream()
                .filter(facet -> facet.dimension().equals(Dimension.label(key)))
                .flatMap(facet -> facet.values().stream());
    }

    private Value value(Dimension dimension, String raw, long count) {
        return new Value(
                nameOf(dimension, raw),
                raw,
                count,
                address.includes(dimension, raw),
                address.excludes(dimension, raw),
                address.toggle(dimension, raw).href(),
                address.toggleOut(dimension, raw).href());
    }

    /** The confidence of the shown classifier in five bands; empty when nothing is predicted. */
    public List<Band> bands() {
        Optional<FacetResult> confidence = response.facets().stream()
                .filter(facet -> facet.dimension().kind() == Dimension.Kind.CONFIDENCE
                        && classifier
                                .map(shown ->
                                        shown.key().equals(facet.dimension().name()))
                                .orElse(false))
                .findFirst();
        if (confidence.isEmpty() || confidence.get().values().isEmpty()) {
            return List.of();
        }
        Dimension dimension = confidence.get().dimension();
        long most = confidence.get().values().stream()
                .mapToLong(FacetResult.FacetValue::count)
                .max()
                .orElse(1);
        List<Band> bands = new ArrayList<>();
        for (FacetResult.FacetValue value : confidence.get().values().stream()
                .sorted(java.util.Comparator.comparing(FacetResult.FacetValue::value))
                .toList()) {
            bands.add(new Band(
                    value.value(),
                    value.count(),
                    Math.max(1, Band.TALLEST * value.count() / Math.max(1, most)),
                    address.includes(dimension, value.value()),
                    address.toggle(dimension, value.value()).href()));
        }
        return bands;
    }

    /** What restricts the result, each removable. */
    public List<Limit> limits() {
        List<Limit> limits = new ArrayList<>();
        address.included()
                .forEach((dimension, values) -> values.forEach(value -> limits.add(new Limit(
                        nameOf(dimension),
                        nameOf(dimension, value),
                        false,
                        address.toggle(dimension, value).href()))));
        address.excluded()
                .forEach((dimension, values) -> values.forEach(value -> limits.add(new Limit(
                        nameOf(dimension),
                        nameOf(dimension, value),
                        true,
                        address.toggleOut(dimension, value).href()))));
        return limits;
    }

    public List<Order> orders() {
        List<Order> orders = new ArrayList<>();
        orders.add(order("Best match", ""));
        orders.add(order("Newest", "newest"));
        orders.add(order("Oldest", "oldest"));
        orders.add(order("Name", "name"));
        if (classifier.isPresent()) {
            orders.add(order("Surest label", "confidence." + classifier.get().key()));
        }
        return orders;
    }

    private Order order(String name, String key) {
        return new Order(name, address.withSort(key).href(), address.sort().equals(key));
    }

    /** Where this result is put into groups. */
    public String grouping() {
        return address.at("", 0).href().replaceFirst("^/search", "/groups");
    }

    /** The next page. */
    public Optional<String> next() {
        return response.nextCursor().map(cursor -> address.at(cursor, to()).href());
    }

    /** The first page, on later ones. */
    public Optional<String> first() {
        return address.cursor().isEmpty()
                ? Optional.empty()
                : Optional.of(address.at("", 0).href());
    }

    /** The same search with the suggested spelling. */
    public Optional<String> corrected() {
        return response.suggestion().map(better -> address.withQuery(better).href());
    }

    /**
     * The same search for any of its words instead of all; empty when the query is one word or says more than words. The words
     * OR, AND and NOT belong to the language of queries.
     */
    public Optional<String> anyWord() {
        return isPlainWords()
                ? Optional.of(address.withQuery(String.join(
                                " OR ",
                                address.query().replaceAll("[?.!]", "").strip().split("\\s+")))
                        .href())
                : Optional.empty();
    }

    /** Whether the query could have been asked as a question: some words and nothing else. */
    public boolean isPlainWords() {
        return PLAIN_WORDS.matcher(address.query()).matches();
    }

    /** The same search, showing another classifier's labels. */
    public String showing(Classifier other) {
        return address.withClassifier(other.key()).href();
    }

    public boolean isShown(Classifier other) {
        return classifier.map(shown -> shown.id().equals(other.id())).orElse(false);
    }

    /** Whether anything restricts the result at all. */
    public boolean blank() {
        return address.query().isBlank()
                && address.included().isEmpty()
                && address.excluded().isEmpty();
    }

    private String nameOf(Dimension dimension) {
        return switch (dimension.kind()) {
            case LABEL -> "Predicted label";
            case GUESS -> "Best guess, unsure ones too";
            case CONFIDENCE -> "Confidence";
            case MODEL -> "Model version";
            case CODING -> tagSets.getOrDefault(dimension.name(), "Labelled by people");
            case COLLECTION -> "Collection";
            case CUSTODIAN -> "Custodian";
            case AUTHOR -> "Author";
            case TYPE -> "Type";
            case MEDIA_TYPE -> "Media type";
            case LANGUAGE -> "Language";
            case OUTCOME -> "Reading";
            case YEAR, MONTH -> "Date";
        };
    }

    private String nameOf(Dimension dimension, String value) {
        return switch (dimension.kind()) {
            case LABEL -> value.equals(Dimension.ABSTAINED) ? "No label: not sure enough" : value;
            case COLLECTION -> collections.getOrDefault(value, value);
            case TYPE -> value.equals("pdf") ? "PDF" : Formats.words(value);
            case OUTCOME -> Formats.words(value);
            case LANGUAGE -> language(value);
            case YEAR, MONTH -> DateHistogram.nameOf(value);
            case GUESS, CONFIDENCE, MODEL, CODING, CUSTODIAN, AUTHOR, MEDIA_TYPE -> value;
        };
    }

    private static String language(String code) {
        String name = java.util.Locale.of(code).getDisplayLanguage(java.util.Locale.ENGLISH);
        return name.isEmpty() ? code : name;
    }
}
