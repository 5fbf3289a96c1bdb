package io.docket.web.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.docket.index.FacetResult;
import io.docket.index.HighlightedPassage;
import io.docket.index.LabelPrediction;
import io.docket.index.SearchHit;
import io.docket.index.SearchResponse;
import io.docket.index.query.Interpretation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * A search result as the API tells it.
 *
 * @param total matches, a lower bound when {@code partial}
 * @param nextCursor for the next page; null on the last
 * @param understood the query in words
 * @param ignored parts of the query that had no effect, and why
 * @param suggestion the query with likely misspellings put right; null when there is none
 * @param tookMillis time spent in the index
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SearchView(
        long total,
        boolean partial,
        List<Hit> hits,
        String nextCursor,
        List<Facet> facets,
        String understood,
        List<Interpretation.Ignored> ignored,
        String suggestion,
        double tookMillis) {

    /** The view of a response. */
    public static SearchView of(SearchResponse response) {
        return new SearchView(
                response.total(),
                response.partial(),
                response.hits().stream().map(Hit::of).toList(),
                response.nextCursor().orElse(null),
                response.facets().stream().map(Facet::of).toList(),
                response.interpretation().understood(),
                response.interpretation().ignored(),
                response.suggestion().orElse(null),
                response.took().toNanos() / 1e6);
    }

    /** One document found. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Hit(
            String id,
            Double score,
            String collection,
            String family,
            String parent,
            String name,
            String path,
            String title,
            List<String> custodians,
            List<String> authors,
            String mediaType,
            String type,
            String language,
            String outcome,
            Instant date,
            long size,
            List<Passage> passages,
            Map<String, PredictedLabel> predictions,
            Map<String, SortedSet<String>> codings) {

        static Hit of(SearchHit hit) {
            return new Hit(
                    hit.id(),
                    hit.score().isPresent() ? hit.score().getAsDouble() : null,
                    hit.collection(),
                    hit.family(),
                    hit.parent(),
                    hit.name(),
                    hit.path(),
                    hit.title(),
                    hit.custodians(),
                    hit.authors(),
                    hit.mediaType(),
                    hit.typeGroup(),
                    hit.language(),
                    hit.outcome(),
                    hit.date().orElse(null),
                    hit.size(),
                    hit.passages().stream().map(Passage::of).toList(),
                    hit.predictions().entrySet().stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, entry -> PredictedLabel.of(entry.getValue()))),
                    hit.codings());
        }
    }

    /**
     * A piece of text with what matched in it.
     *
     * @param start where it stands in the document's text
     * @param matches begin and end of each match, within {@code text}
     */
    public record Passage(int start, String text, List<int[]> matches) {
        static Passage of(HighlightedPassage passage) {
            int start = passage.range().start();
            return new Passage(
                    start,
                    passage.text(),
                    passage.matches().stream()
                            .map(match -> new int[] {match.start() - start, match.end() - start})
                            .toList());
        }
    }

    /** What a classifier thinks; {@code labels} holds its best guess when it abstained. */
    public record PredictedLabel(SortedSet<String> labels, double confidence, boolean abstained, String version) {
        static PredictedLabel of(LabelPrediction prediction) {
            return new PredictedLabel(
                    prediction.labels(), prediction.confidence(), prediction.abstained(), prediction.modelVersion());
        }
    }

    /**
     * Counts of one dimension.
     *
     * @param dimension as it is written in filters
     */
    public record Facet(String dimension, List<FacetResult.FacetValue> values, int distinct) {
        static Facet of(FacetResult facet) {
            return new Facet(facet.dimension().key(), facet.values(), facet.distinct());
        }
    }
}
