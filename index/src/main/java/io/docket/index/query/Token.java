package io.docket.index.query;

/**
 * A piece of a query.
 *
 * @param start first character in the query
 * @param end one past the last
 * @param text word, phrase without quotes, name of a field, or raw value
 * @param number slop of a phrase, distance of a proximity operator, edits of a fuzzy word; 0 otherwise
 */
record Token(Type type, int start, int end, String text, int number) {

    enum Type {
        OPEN,
        CLOSE,
        AND,
        OR,
        NOT,
        /** A minus or exclamation mark in front of something. */
        MINUS,
        PLUS,
        NEAR,
        NEAR_ORDERED,
        WORD,
        WILDCARD,
        FUZZY,
        PHRASE,
        /** {@code field:}, followed by its value or a parenthesis. */
        FIELD,
        /** What follows a field that does not hold words: {@code >0.9}, {@code [a TO b]}, a quoted or bare value. */
        VALUE
    }
}
