package io.docket.web.search;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a table of results and an exported list can show about each document. */
public enum ResultColumn {
    TITLE("title", "Title"),
    NAME("name", "Name"),
    PATH("path", "Path"),
    COLLECTION("collection", "Collection"),
    CUSTODIAN("custodian", "Custodian"),
    AUTHOR("author", "Author"),
    DATE("date", "Date"),
    TYPE("type", "Type"),
    LANGUAGE("language", "Language"),
    SIZE("size", "Size"),
    LABEL("label", "Predicted label"),
    CONFIDENCE("confidence", "Confidence"),
    TAGS("tags", "Tags"),
    OUTCOME("outcome", "Reading"),
    RECEIVED("received", "Received"),
    FAMILY("family", "Family"),
    ID("id", "Id");

    /** What a table shows until somebody chooses. */
    static final List<ResultColumn> USUAL = List.of(TITLE, LABEL, TAGS, DATE, CUSTODIAN, TYPE);

    private final String key;
    private final String displayName;

    ResultColumn(String key, String displayName) {
        this.key = key;
        this.displayName = displayName;
    }

    /** As addresses write it. */
    public String key() {
        return key;
    }

    /** The heading. */
    public String displayName() {
        return displayName;
    }

    /** Whether it holds numbers, which stand at the right. */
    public boolean isNumber() {
        return this == SIZE || this == CONFIDENCE;
    }

    /** The columns of these keys, in this order; unknown keys are passed over. */
    static List<ResultColumn> of(List<String> keys) {
        return keys.stream()
                .flatMap(key -> Arrays.stream(values())
                        .filter(column -> column.key.equals(key.strip()))
                        .findFirst()
                        .or(Optional::empty)
                        .stream())
                .distinct()
                .toList();
    }
}
