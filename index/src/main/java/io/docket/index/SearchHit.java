package io.docket.index;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;

/**
 * One document of a result. Empty strings and collections where the document lacks something.
 *
 * @param score relevance; empty when the result is sorted by something else
 * @param size bytes, −1 when unknown
 * @param passages best passages first
 * @param predictions by classifier, abstentions included
 * @param codings by dimension, tags included
 */
public record SearchHit(
        String id,
        OptionalDouble score,
        String collection,
        String family,
        String thread,
        String parent,
        String nearDuplicates,
        String name,
        String path,
        String title,
        List<String> custodians,
        List<String> authors,
        String mediaType,
        String typeGroup,
        String language,
        String outcome,
        Optional<Instant> date,
        Optional<Instant> ingested,
        long size,
        List<HighlightedPassage> passages,
        Map<String, LabelPrediction> predictions,
        Map<String, SortedSet<String>> codings) {}
