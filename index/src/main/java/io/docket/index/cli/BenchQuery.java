package io.docket.index.cli;

import java.util.List;

/**
 * A search of the benchmark, in a form that can be asked of several engines.
 *
 * @param words of the condition; the beginning of a word for {@link Kind#PREFIX}, none for {@link Kind#EVERYTHING}
 * @param label for {@link Kind#LABEL}: the documents that a model gives this label, surer than {@value #SURE}
 */
record BenchQuery(Kind kind, List<String> words, String label) {

    static final double SURE = 0.8;

    /** What is asked. */
    enum Kind {
        /** One word. */
        WORD,
        /** Both words. */
        ALL,
        /** Either word. */
        ANY,
        /** The words one behind the other. */
        PHRASE,
        /** A word in documents of a label. */
        LABEL,
        /** Words that begin so. */
        PREFIX,
        /** All documents. */
        EVERYTHING
    }

    static BenchQuery of(Kind kind, String... words) {
        return new BenchQuery(kind, List.of(words), "");
    }

    static BenchQuery labelled(String word, String label) {
        return new BenchQuery(Kind.LABEL, List.of(word), label);
    }

    /** What a person types to ask this. */
    String text() {
        return switch (kind) {
            case WORD, ALL -> String.join(" ", words);
            case ANY -> String.join(" OR ", words);
            case PHRASE -> '"' + String.join(" ", words) + '"';
            case LABEL -> words.getFirst() + " label:" + label + " confidence:>" + SURE;
            case PREFIX -> words.getFirst() + "*";
            case EVERYTHING -> "";
        };
    }
}
