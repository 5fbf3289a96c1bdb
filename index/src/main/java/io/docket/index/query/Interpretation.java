package io.docket.index.query;

import java.util.ArrayList;
import java.util.List;

/**
 * How a query was read. All ranges are offsets into {@code query}.
 *
 * @param query what the person typed
 * @param understood in words, such as {@code words: indemnity; label is nda}
 * @param spans what each piece is, in order, for colouring
 * @param ignored what had no effect, and why
 */
public record Interpretation(String query, String understood, List<Span> spans, List<Ignored> ignored) {

    public Interpretation {
        spans = List.copyOf(spans);
        ignored = List.copyOf(ignored);
    }

    /** What a piece of a query is. */
    public enum SpanKind {
        WORD,
        PHRASE,
        WILDCARD,
        FUZZY,
        OPERATOR,
        FIELD,
        VALUE,
        IGNORED
    }

    /** A piece of the query. */
    public record Span(int start, int end, SpanKind kind) {}

    /** A piece that had no effect, or less than was asked for, with the reason as a sentence for people. */
    public record Ignored(int start, int end, String text, String reason) {}

    /** The same reading with one more remark. */
    public Interpretation with(Ignored more) {
        ArrayList<Ignored> all = new ArrayList<>(ignored);
        all.add(more);
        return new Interpretation(query, understood, spans, all);
    }
}
