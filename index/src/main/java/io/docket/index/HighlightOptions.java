package io.docket.index;

/**
 * How much of each hit's text is shown.
 *
 * @param passages most passages per hit; 0 for none
 * @param passageLength wished length of a passage in characters; sentences are kept whole where they fit
 */
public record HighlightOptions(int passages, int passageLength) {

    /** Three passages of about 240 characters. */
    public static final HighlightOptions DEFAULT = new HighlightOptions(3, 240);

    /** No passages. */
    public static final HighlightOptions NONE = new HighlightOptions(0, 240);

    public HighlightOptions {
        if (passages < 0 || passages > 100) {
            throw new IllegalArgumentException("0 to 100 passages per hit can be shown, not " + passages);
        }
        if (passageLength < 40 || passageLength > 10_000) {
            throw new IllegalArgumentException("a passage has 40 to 10,000 characters, not " + passageLength);
        }
    }
}
