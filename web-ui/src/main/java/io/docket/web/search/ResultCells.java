package io.docket.web.search;

import io.docket.index.LabelPrediction;
import io.docket.index.SearchHit;
import io.docket.web.page.Formats;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a column says of a document: for people on pages, and in full for exported lists. */
final class ResultCells {
    private static final String BETWEEN = "; ";

    private ResultCells() {}

    /** As a page shows it. */
    static String display(
            ResultColumn column,
            SearchHit hit,
            String classifier,
            Map<String, String> collections,
            Map<String, String> tagSets) {
        return switch (column) {
            case DATE -> hit.date().map(Formats::day).orElse("");
            case RECEIVED -> hit.ingested().map(Formats::day).orElse("");
            case TYPE -> Formats.type(hit.mediaType());
            case SIZE -> hit.size() < 0 ? "" : Formats.bytes(hit.size());
            case CONFIDENCE ->
                prediction(hit, classifier)
                        .map(said -> Formats.percent(said.confidence()))
                        .orElse("");
            case TITLE, NAME, PATH, COLLECTION, CUSTODIAN, AUTHOR, LANGUAGE, LABEL, TAGS, OUTCOME, FAMILY, ID ->
                export(column, hit, classifier, collections, tagSets);
        };
    }

    /** As an exported list holds it: times in UTC, sizes in bytes, several values separated by semicolons. */
    static String export(
            ResultColumn column,
            SearchHit hit,
            String classifier,
            Map<String, String> collections,
            Map<String, String> tagSets) {
        return switch (column) {
            case TITLE -> hit.title().isBlank() ? hit.name() : hit.title();
            case NAME -> hit.name();
            case PATH -> hit.path();
            case COLLECTION -> collections.getOrDefault(hit.collection(), "");
            case CUSTODIAN -> joined(hit.custodians());
            case AUTHOR -> joined(hit.authors());
            case DATE -> hit.date().map(Object::toString).orElse("");
            case TYPE -> hit.mediaType();
            case LANGUAGE -> hit.language();
            case SIZE -> hit.size() < 0 ? "" : Long.toString(hit.size());
            case LABEL ->
                prediction(hit, classifier)
                        .filter(said -> !said.abstained())
                        .map(said -> String.join(BETWEEN, said.labels()))
                        .orElse("");
            case CONFIDENCE ->
                prediction(hit, classifier)
                        .map(said -> String.format(Locale.ROOT, "%.4f", said.confidence()))
                        .orElse("");
            case TAGS ->
                tagSets.entrySet().stream()
                        .filter(set -> hit.codings().containsKey(set.getKey()))
                        .map(set -> set.getValue() + ": "
                                + String.join(", ", hit.codings().get(set.getKey())))
                        .collect(Collectors.joining(BETWEEN));
            case OUTCOME -> hit.outcome();
            case RECEIVED -> hit.ingested().map(Object::toString).orElse("");
            case FAMILY -> hit.family();
            case ID -> hit.id();
        };
    }

    private static Optional<LabelPrediction> prediction(SearchHit hit, String classifier) {
        return Optional.ofNullable(hit.predictions().get(classifier));
    }

    private static String joined(List<String> values) {
        return String.join(BETWEEN, values);
    }
}
