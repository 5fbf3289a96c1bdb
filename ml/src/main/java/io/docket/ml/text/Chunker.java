package io.docket.ml.text;

/**
 * Cuts a text into chunks that no piece crosses, and says which marks stand before them. A chunk is a part of a word of one case
 * pattern, up to four digits, or a run of other signs; {@code NullPointerException} is three chunks, each with {@code xxmaj}
 * before it. Line breaks are chunks of their own, because they carry the structure of a document. Stateless.
 */
final class Chunker {
    /** Longer runs are cut: bounds the cost of a run without spaces (Chinese, base64) and the memory of the cache. */
    private static final int MAX_LETTERS = 32;

    private static final int MAX_SIGNS = 8;
    private static final int MAX_DIGITS = 4;
    /** Shorter repetitions ("...", "--") are words of their own and worth a piece. */
    private static final int MIN_REPETITION = 4;

    /** Receives the chunks in the order of the text. Positions are those of the {@link NormalizedText}. */
    interface Sink {
        /** A mark that stands for the characters {@code [from, to)}, which are empty but for repetitions. */
        void mark(int specialId, int from, int to);

        /** A chunk, to be taken in lower case. */
        void chunk(boolean afterSpace, int from, int to);

        /** How often the characters {@code [from, to)} repeat their first one. */
        void count(int repetitions, int from, int to);

        /** One or more line breaks. */
        void lineBreak(int from, int to);
    }

    private final NormalizedText text;
    private final Sink sink;
    private boolean afterSpace = true;
    private boolean afterLetter;

    private Chunker(NormalizedText text, Sink sink) {
        this.text = text;
        this.sink = sink;
    }

    static void cut(NormalizedText text, Sink sink) {
        new Chunker(text, sink).run();
    }

    private void run() {
        int position = 0;
        while (position < text.length()) {
            char character = text.at(position);
            int codePoint = character < 0x80 ? character : text.codePointAt(position);
            boolean letter = isLetter(codePoint);
            if (character == ' ' || character == '\n') {
                position = space(position);
            } else if (letter) {
                position = letters(position);
            } else if (Character.isDigit(codePoint)) {
                position = digits(position);
            } else {
                position = signs(position);
            }
            afterLetter = letter;
        }
    }

    private int space(int from) {
        int to = from;
        boolean broken = false;
        while (to < text.length() && (text.at(to) == ' ' || text.at(to) == '\n')) {
            broken |= text.at(to) == '\n';
            to++;
        }
        if (broken && from > 0 && to < text.length()) {
            sink.lineBreak(from, to);
        }
        afterSpace = true;
        return to;
    }

    private int letters(int from) {
        int to = from;
        while (to < text.length() && isLetter(text.codePointAt(to))) {
            to += Character.charCount(text.codePointAt(to));
        }
        int position = from;
        while (position < to) {
            position = hump(position, to, position == from);
        }
        return to;
    }

    /** One part of a word: capitals, or at most one capital and what follows it in lower case. */
    private int hump(int from, int to, boolean first) {
        int capitals = from;
        while (capitals < to && Character.isUpperCase(text.codePointAt(capitals))) {
            capitals += Character.charCount(text.codePointAt(capitals));
        }
        boolean plural = capitals == to - 1 && text.at(capitals) == 's'; // "PCs" is "PC" and "s"
        if (capitals < to && !plural && capitals > from) {
            capitals = text.at(capitals - 1) >= Character.MIN_LOW_SURROGATE
                            && Character.isLowSurrogate(text.at(capitals - 1))
                    ? capitals - 2
                    : capitals - 1; // the last capital begins the next part: "HTMLParser"
        }
        int characters = Character.codePointCount(text.lower(), from, capitals - from);
        if (characters >= 2) {
            sink.mark(SpecialTokens.ALL_CAPITALS, from, from);
            emit(from, capitals, MAX_LETTERS);
            return capitals;
        }
        int end = from;
        boolean capital = Character.isUpperCase(text.codePointAt(end));
        do {
            end += Character.charCount(text.codePointAt(end));
        } while (end < to && !Character.isUpperCase(text.codePointAt(end)));
        boolean aloneInWord = first && end == to && Character.codePointCount(text.lower(), from, end - from) == 1;
        if (capital && !aloneInWord) { // "I" and "A" carry no mark, as in fastai
            sink.mark(SpecialTokens.CAPITAL, from, from);
        }
        emit(from, end, MAX_LETTERS);
        return end;
    }

    private int digits(int from) {
        int to = from;
        while (to < text.length() && Character.isDigit(text.codePointAt(to))) {
            to += Character.charCount(text.codePointAt(to));
        }
        emit(from, to, MAX_DIGITS);
        return to;
    }

    private int signs(int from) {
        if (text.at(from) == '\'' && afterLetter) {
            int end = contraction(from);
            if (end > from) {
                emit(from, end, MAX_LETTERS);
                return end;
            }
        }
        int to = from;
        while (to < text.length() && isSign(to)) {
            int repeated = repetition(to);
            if (repeated > 0) {
                if (to > from) {
                    emit(from, to, MAX_SIGNS);
                }
                sink.mark(SpecialTokens.REPEATED_CHARACTER, to, repeated);
                sink.count(repeated - to, to, repeated);
                emit(to, to + 1, MAX_SIGNS);
                return repeated;
            }
            to += Character.charCount(text.codePointAt(to));
        }
        emit(from, to, MAX_SIGNS);
        return to;
    }

    /** The end of "'s", "'t", "'ll" and their like, or {@code from} when it is none of them. */
    private int contraction(int from) {
        int to = from + 1;
        while (to < text.length() && to - from <= 3 && isLetter(text.codePointAt(to))) {
            to += Character.charCount(text.codePointAt(to));
        }
        int letters = to - from - 1;
        return letters == 1 || letters == 2 ? to : from;
    }

    /** The end of a run of one sign, or 0 when it is too short to be marked. */
    private int repetition(int from) {
        int to = from + 1;
        while (to < text.length() && text.at(to) == text.at(from)) {
            to++;
        }
        return to - from >= MIN_REPETITION && !Character.isSurrogate(text.at(from)) ? to : 0;
    }

    private boolean isSign(int position) {
        int codePoint = text.codePointAt(position);
        return codePoint != ' ' && codePoint != '\n' && !isLetter(codePoint) && !Character.isDigit(codePoint);
    }

    private void emit(int from, int to, int maxCharacters) {
        int position = from;
        while (position < to) {
            int end = position;
            for (int i = 0; i < maxCharacters && end < to; i++) {
                end += Character.charCount(text.codePointAt(end));
            }
            sink.chunk(afterSpace, position, end);
            afterSpace = false;
            position = end;
        }
    }

    private static boolean isLetter(int codePoint) {
        if (codePoint < 0x80) {
            return codePoint >= 'a' && codePoint <= 'z' || codePoint >= 'A' && codePoint <= 'Z';
        }
        if (Character.isLetter(codePoint)) {
            return true;
        }
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }
}
