package io.docket.web.search;

import io.docket.index.Dimension;
import io.docket.web.page.Formats;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A search as it stands in the address of the page, so that it can be kept, sent and gone back to: the query, restrictions
 * ({@code filter=label.contract-type:NDA}, {@code filter=-type:pdf}), the classifier whose labels are shown, the order and the place
 * in the result. Immutable; the {@code with…} methods give the addresses that links lead to.
 *
 * @param query what was typed
 * @param included wanted values by dimension
 * @param excluded unwanted values by dimension
 * @param classifier key of the classifier whose labels and confidence are shown; empty for the first
 * @param sort key of an order
 * @param cursor where the page before ended; empty for the first page
 * @param place how many results stand before this page
 * @param columns keys of the columns of the table, as {@link ResultColumn} names them; empty for the list with passages
 */
public record SearchAddress(
        String query,
        Map<Dimension, Set<String>> included,
        Map<Dimension, Set<String>> excluded,
        String classifier,
        String sort,
        String cursor,
        long place,
        List<String> columns) {

    public SearchAddress {
        columns = List.copyOf(columns);
    }

    /** Reads the parameters of an address; {@link QuestionReader} has judged the restrictions before. */
    static SearchAddress of(String query, Collection<String> filters, String classifier, String sort, String cursor) {
        Map<Dimension, Set<String>> included = new LinkedHashMap<>();
        Map<Dimension, Set<String>> excluded = new LinkedHashMap<>();
        for (String filter : filters) {
            boolean out = filter.startsWith("-");
            int colon = filter.indexOf(':');
            (out ? excluded : included)
                    .computeIfAbsent(
                            Dimension.parse(filter.substring(out ? 1 : 0, colon)), any -> new LinkedHashSet<>())
                    .add(filter.substring(colon + 1));
        }
        return new SearchAddress(query, included, excluded, classifier, sort, cursor, 0, List.of());
    }

    boolean includes(Dimension dimension, String value) {
        return included.getOrDefault(dimension, Set.of()).contains(value);
    }

    boolean excludes(Dimension dimension, String value) {
        return excluded.getOrDefault(dimension, Set.of()).contains(value);
    }

    /** Whether labels or confidence of a classifier are restricted. */
    boolean restricts(String classifierKey) {
        return included.keySet().stream().anyMatch(dimension -> dimension.name().equals(classifierKey))
                || excluded.keySet().stream()
                        .anyMatch(dimension -> dimension.name().equals(classifierKey));
    }

    /** The same search, wanting this value as well; wanting it no longer when it was wanted. */
    SearchAddress toggle(Dimension dimension, String value) {
        return new SearchAddress(
                query,
                toggled(included, dimension, value),
                without(excluded, dimension, value),
                classifier,
                sort,
                "",
                0,
                columns);
    }

    /** The same search without documents that have this value; with them again when they were left out. */
    SearchAddress toggleOut(Dimension dimension, String value) {
        return new SearchAddress(
                query,
                without(included, dimension, value),
                toggled(excluded, dimension, value),
                classifier,
                sort,
                "",
                0,
                columns);
    }

    SearchAddress withSort(String order) {
        return new SearchAddress(query, included, excluded, classifier, order, "", 0, columns);
    }

    SearchAddress withQuery(String typed) {
        return new SearchAddress(typed, included, excluded, classifier, sort, "", 0, columns);
    }

    SearchAddress withClassifier(String key) {
        return new SearchAddress(query, included, excluded, key, sort, "", 0, columns);
    }

    SearchAddress at(String newCursor, long newPlace) {
        return new SearchAddress(query, included, excluded, classifier, sort, newCursor, newPlace, columns);
    }

    SearchAddress withColumns(List<String> keys) {
        return new SearchAddress(query, included, excluded, classifier, sort, cursor, place, keys);
    }

    /** The same search whatever the documents' dates. */
    SearchAddress withoutDates() {
        Map<Dimension, Set<String>> others = new LinkedHashMap<>(included);
        others.remove(Dimension.MONTH);
        others.remove(Dimension.YEAR);
        return new SearchAddress(query, others, excluded, classifier, sort, "", 0, columns);
    }

    /** The same search for documents of a range of months or years such as {@code 2023-04..2024-01}. */
    SearchAddress withDates(String range) {
        SearchAddress whenever = withoutDates();
        Map<Dimension, Set<String>> more = new LinkedHashMap<>(whenever.included);
        more.put(Dimension.MONTH, Set.of(range));
        return new SearchAddress(query, more, excluded, classifier, sort, "", 0, columns);
    }

    /** The query without any restriction. */
    SearchAddress withoutLimits() {
        return new SearchAddress(query, Map.of(), Map.of(), classifier, sort, "", 0, columns);
    }

    /** The restrictions as addresses write them. */
    public List<String> filters() {
        List<String> filters = new ArrayList<>();
        included.forEach((dimension, values) -> values.forEach(value -> filters.add(dimension.key() + ":" + value)));
        excluded.forEach(
                (dimension, values) -> values.forEach(value -> filters.add("-" + dimension.key() + ":" + value)));
        return filters;
    }

    private static Map<Dimension, Set<String>> toggled(
            Map<Dimension, Set<String>> restrictions, Dimension dimension, String value) {
        if (restrictions.getOrDefault(dimension, Set.of()).contains(value)) {
            return without(restrictions, dimension, value);
        }
        Map<Dimension, Set<String>> more = new LinkedHashMap<>(restrictions);
        Set<String> values = new LinkedHashSet<>(more.getOrDefault(dimension, Set.of()));
        values.add(value);
        more.put(dimension, values);
        return more;
    }

    private static Map<Dimension, Set<String>> without(
            Map<Dimension, Set<String>> restrictions, Dimension dimension, String value) {
        Map<Dimension, Set<String>> fewer = new LinkedHashMap<>(restrictions);
        Set<String> values = new LinkedHashSet<>(fewer.getOrDefault(dimension, Set.of()));
        values.remove(value);
        if (values.isEmpty()) {
            fewer.remove(dimension);
        } else {
            fewer.put(dimension, values);
        }
        return fewer;
    }

    /** The address of the page. */
    public String href() {
        List<String> parameters = parameters();
        add(parameters, "cursor", cursor);
        add(parameters, "place", place == 0 ? "" : Long.toString(place));
        add(parameters, "columns", String.join(",", columns));
        return "/search" + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
    }

    /** What the search is, without place and columns, as the parameters of an address; empty for everything. */
    public String search() {
        return String.join("&", parameters());
    }

    /** The page of one of its results, which knows what stands before and behind it. */
    public String document(String id, long at) {
        List<String> parameters = parameters();
        add(parameters, "at", Long.toString(at));
        return "/documents/" + id + "?" + String.join("&", parameters);
    }

    private List<String> parameters() {
        List<String> parameters = new ArrayList<>();
        add(parameters, "q", query);
        filters().forEach(filter -> add(parameters, "filter", filter));
        add(parameters, "classifier", classifier);
        add(parameters, "sort", sort);
        return parameters;
    }

    private static void add(List<String> parameters, String name, String value) {
        if (!value.isEmpty()) {
            parameters.add(name + "=" + Formats.encode(value));
        }
    }
}
