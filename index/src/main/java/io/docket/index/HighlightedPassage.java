package io.docket.index;

import java.util.List;

/**
 * A piece of a hit's text.
 *
 * @param range where it stands in the document's text
 * @param text the piece itself
 * @param matches what matched, as offsets into the document's text (subtract {@code range.start()} for offsets into
 *     {@code text}); in order, not overlapping
 */
public record HighlightedPassage(TextRange range, String text, List<TextRange> matches) {

    public HighlightedPassage {
        matches = List.copyOf(matches);
    }
}
