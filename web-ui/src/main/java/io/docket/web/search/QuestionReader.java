package io.docket.web.search;

import io.docket.index.Dimension;
import io.docket.index.FacetFilter;
import io.docket.index.SortOrder;
import io.docket.web.problem.ProblemException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a question from the parameters of an address, the same for pages and API: {@code filter=label.kind:nda} includes a
 * value, {@code filter=-type:mail} excludes one; values of one dimension are alternatives, dimensions add up.
 */
public final class QuestionReader {
    private QuestionReader() {}

    /**
     * Reads a question.
     *
     * @param query words; null for none
     * @param filters restrictions in the form above
     * @param sort {@code relevance}, {@code newest}, {@code oldest}, {@code name}, {@code size}, {@code ingested} or {@code
     *     confidence.KEY}; null for relevance
     * @param cursor null for the first page
     * @throws ProblemException when a restriction or order cannot be read; the message says which
     */
    public static DocumentSearch.Question read(
            String query, List<String> filters, String sort, int size, String cursor, boolean facets) {
        return new DocumentSearch.Question(
                query == null ? "" : query,
                filters(filters),
                sort(sort == null ? "" : sort),
                size,
                Optional.ofNullable(cursor).filter(text -> !text.isBlank()),
                facets);
    }

    private static List<FacetFilter> filters(List<String> texts) {
        Map<Dimension, Set<String>> include = new LinkedHashMap<>();
        Map<Dimension, Set<String>> exclude = new LinkedHashMap<>();
        for (String text : texts) {
            boolean excluded = text.startsWith("-");
            int colon = text.indexOf(':');
            if (colon < 0 || colon == text.length() - 1) {
                throw ProblemException.badRequest(
                        "The filter \"" + text + "\" has no value: write it as dimension:value, such as type:pdf");
            }
            Dimension dimension = dimension(text.substring(excluded ? 1 : 0, colon));
            include.computeIfAbsent(dimension, key -> new HashSet<>());
            exclude.computeIfAbsent(dimension, key -> new HashSet<>());
            (excluded ? exclude : include).get(dimension).add(text.substring(colon + 1));
        }
        return include.keySet().stream()
                .map(dimension -> new FacetFilter(dimension, include.get(dimension), exclude.get(dimension)))
                .toList();
    }

    private static Dimension dimension(String key) {
        try {
            return Dimension.parse(key);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("A filter cannot be read: " + e.getMessage());
        }
    }

    private static SortOrder sort(String text) {
        String key = text.toLowerCase(Locale.ROOT);
        if (key.startsWith("confidence.")) {
            try {
                return SortOrder.byConfidence(text.substring("confidence.".length()), true);
            } catch (IllegalArgumentException e) {
                throw ProblemException.badRequest("The order \"" + text + "\" cannot be read: " + e.getMessage());
            }
        }
        return switch (key) {
            case "", "relevance" -> SortOrder.RELEVANCE;
            case "newest" -> SortOrder.NEWEST;
            case "oldest" -> SortOrder.by(SortOrder.Key.DATE, false);
            case "name" -> SortOrder.by(SortOrder.Key.NAME, false);
            case "size" -> SortOrder.by(SortOrder.Key.SIZE, true);
            case "ingested" -> SortOrder.by(SortOrder.Key.INGESTED, true);
            default ->
                throw ProblemException.badRequest("There is no order \"" + text
                        + "\": use relevance, newest, oldest, name, size, ingested or confidence.KEY");
        };
    }
}
