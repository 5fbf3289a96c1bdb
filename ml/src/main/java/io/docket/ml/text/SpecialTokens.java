package io.docket.ml.text;

import java.util.List;

/**
 * The nine marks every vocabulary begins with, in the order of fastai version 2. Weights from elsewhere may use another order, so
 * anything that crosses models maps tokens by their text and never by these numbers.
 */
public final class SpecialTokens {
    /** Stands for a word the vocabulary does not hold. */
    public static final int UNKNOWN = 0;
    /** Fills the gaps of a batch; its embedding is zero and it is masked out of every pooling. */
    public static final int PADDING = 1;
    /** Begins every document. */
    public static final int BEGIN = 2;
    /** Ends a document; reserved, not written by default. */
    public static final int END = 3;
    /** Begins a field of a text made of several columns. */
    public static final int FIELD = 4;
    /** The next token is a count and the one after it the repeated character. */
    public static final int REPEATED_CHARACTER = 5;
    /** The next token is a count and the one after it the repeated word. */
    public static final int REPEATED_WORD = 6;
    /** The next word was written in capitals. */
    public static final int ALL_CAPITALS = 7;
    /** The next word began with a capital. */
    public static final int CAPITAL = 8;

    /** The texts of the marks; the position in this list is the id. */
    public static final List<String> ALL =
            List.of("xxunk", "xxpad", "xxbos", "xxeos", "xxfld", "xxrep", "xxwrep", "xxup", "xxmaj");

    private SpecialTokens() {}
}
