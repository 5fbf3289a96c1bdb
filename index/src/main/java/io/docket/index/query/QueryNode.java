package io.docket.index.query;

import java.time.Instant;
import java.util.List;

/** A condition on documents. Immutable. */
public sealed interface QueryNode {

    /** Every document. */
    record All() implements QueryNode {}

    /** All of them hold. */
    record And(List<QueryNode> operands) implements QueryNode {
        public And {
            operands = List.copyOf(operands);
        }
    }

    /** At least one of them holds. */
    record Or(List<QueryNode> operands) implements QueryNode {
        public Or {
            operands = List.copyOf(operands);
        }
    }

    /** It does not hold. */
    record Not(QueryNode operand) implements QueryNode {}

    /**
     * The operands, which are {@link Word}s, {@link Phrase}s, {@link Wildcard}s, {@link Fuzzy} words or {@link Or}s of
     * these, stand close to each other.
     *
     * @param distance most other words in between
     * @param ordered in this order
     */
    record Near(List<QueryNode> operands, int distance, boolean ordered) implements QueryNode {
        public Near {
            operands = List.copyOf(operands);
        }
    }

    /**
     * A word, with plurals and synonyms. May fall into several when analysed ({@code AB-12}), which must then stand
     * together.
     *
     * @param scope which words are searched
     */
    record Word(Scope scope, String text) implements QueryNode {}

    /**
     * Exactly these words.
     *
     * @param slop how many moves of words are allowed
     */
    record Phrase(Scope scope, String text, int slop) implements QueryNode {}

    /** A pattern: {@code *} any characters, {@code ?} one. */
    record Wildcard(Scope scope, String pattern) implements QueryNode {}

    /** A word allowing for misspelling. */
    record Fuzzy(Scope scope, String text, int edits) implements QueryNode {}

    /** A whole value of a field of kind {@link QueryField.Kind#VALUE}; may hold {@code *}. */
    record Value(QueryField field, String value) implements QueryNode {}

    /** Confidence in ten-thousandths, both ends included. */
    record Confidence(int from, int to) implements QueryNode {}

    /** A period, the end not included. */
    record Dates(QueryField field, Instant from, Instant to) implements QueryNode {}

    /** Bytes, both ends included. */
    record Size(long from, long to) implements QueryNode {}

    /** Where words are looked for. */
    enum Scope {
        /** Text, title, name, custodian and author. */
        ANYWHERE,
        TEXT,
        TITLE,
        NAME,
        PATH,
        CUSTODIAN,
        AUTHOR;

        static Scope of(QueryField field) {
            return valueOf(field.name());
        }
    }
}
