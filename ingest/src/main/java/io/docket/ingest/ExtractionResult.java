package io.docket.ingest;

import java.util.List;
import java.util.Optional;

/**
 * A whole family: the file and everything found inside it, each parent before its children.
 *
 * @param items in order of position; the first is the root
 */
public record ExtractionResult(List<ExtractedItem> items) {

    public ExtractionResult {
        items = items.stream()
                .sorted((left, right) -> left.position().compareTo(right.position()))
                .toList();
        if (items.isEmpty() || !items.getFirst().isRoot()) {
            throw new IllegalArgumentException("a family begins with its root: " + items.size() + " items");
        }
    }

    /** The file itself. */
    public ExtractedItem root() {
        return items.getFirst();
    }

    /** The item that holds the given one; empty for the root. */
    public Optional<ExtractedItem> parentOf(ExtractedItem item) {
        return item.position().parent().flatMap(parent -> items.stream()
                .filter(candidate -> candidate.position().equals(parent))
                .findFirst());
    }
}
