package io.docket.ml.text;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * A text in one spelling of each character, with the way back to the original. Ligatures and compatibility forms (which extraction
 * from PDF leaves behind) are resolved by NFKC, curly quotes become straight, all space becomes U+0020 or a line feed, and
 * characters nobody sees (controls, soft hyphens, zero-width marks) vanish. For one thread; made and dropped by one encode call.
 */
final class NormalizedText {
    /** U+2581, which begins the pieces that follow a space. */
    static final char SPACE_MARK = '\u2581';

    private char[] characters;
    private char[] lower;
    private int[] starts;
    private int[] ends;
    private int length;

    private NormalizedText(int expected) {
        characters = new char[expected];
        lower = new char[expected];
        starts = new int[expected];
        ends = new int[expected];
    }

    static NormalizedText of(String text) {
        NormalizedText normalized = new NormalizedText(text.length() + 8);
        int position = 0;
        while (position < text.length()) {
            char character = text.charAt(position);
            if (character < 0x80) {
                // A combining mark may follow and change the character before it.
                if (position + 1 < text.length() && text.charAt(position + 1) >= 0x300) {
                    position = normalized.addCluster(text, position);
                } else {
                    normalized.addAscii(character, position);
                    position++;
                }
            } else {
                position = normalized.addCluster(text, position);
            }
        }
        return normalized;
    }

    int length() {
        return length;
    }

    char at(int index) {
        return characters[index];
    }

    int codePointAt(int index) {
        return Character.codePointAt(characters, index, length);
    }

    /** The characters in lower case; the first {@link #length()} entries count and must not be changed. */
    char[] lower() {
        return lower;
    }

    /** Where the character begins in the original text. */
    int start(int index) {
        return starts[index];
    }

    /** Where the character ends in the original text. */
    int end(int index) {
        return ends[index];
    }

    private void addAscii(char character, int position) {
        if (character >= ' ' && character != 0x7f) {
            char lowered = character >= 'A' && character <= 'Z' ? (char) (character + 32) : character;
            append(character, lowered, position, position + 1);
        } else if (character == '\n' || character == '\r') {
            append('\n', '\n', position, position + 1);
        } else if (character == '\t' || character == '\f' || character == 0x0b) {
            append(' ', ' ', position, position + 1);
        }
    }

    /** Adds a character with the combining marks behind it; returns the position behind them. */
    private int addCluster(String text, int from) {
        int codePoint = text.codePointAt(from);
        int to = from + Character.charCount(codePoint);
        boolean combined = false;
        while (to < text.length() && isCombining(text.codePointAt(to))) {
            to += Character.charCount(text.codePointAt(to));
            combined = true;
        }
        if (!combined && Character.isLetter(codePoint) && codePoint < 0x250 && codePoint > 0xbf) {
            append(
                    (char) codePoint,
                    (char) Character.toLowerCase(codePoint),
                    from,
                    to); // é and its like: already normal
            return to;
        }
        String cluster = text.substring(from, to);
        if (!Normalizer.isNormalized(cluster, Normalizer.Form.NFKC)) {
            cluster = Normalizer.normalize(cluster, Normalizer.Form.NFKC);
        }
        for (int i = 0; i < cluster.length(); ) {
            int normal = cluster.codePointAt(i);
            addCodePoint(normal, from, to);
            i += Character.charCount(normal);
        }
        return to;
    }

    private void addCodePoint(int codePoint, int start, int end) {
        switch (codePoint) {
            case 0x2018, 0x2019, 0x201a, 0x201b, 0x2032, 0xb4 -> append('\'', '\'', start, end);
            case 0x201c, 0x201d, 0x201e, 0x201f, 0x2033 -> append('"', '"', start, end);
            case 0x2010, 0x2011 -> append('-', '-', start, end);
            case 0x85, 0x2028, 0x2029 -> append('\n', '\n', start, end);
            case SPACE_MARK -> append('_', '_', start, end);
            default -> {
                if (codePoint < 0x80) {
                    for (char character : Character.toChars(codePoint)) {
                        int before = length;
                        addAscii(character, start);
                        if (length > before) {
                            ends[length - 1] = end;
                        }
                    }
                } else if (Character.isSpaceChar(codePoint) || Character.isWhitespace(codePoint)) {
                    append(' ', ' ', start, end);
                } else if (Character.getType(codePoint) == Character.SURROGATE) {
                    append('\ufffd', '\ufffd', start, end); // half a character: no encoding has a form for it
                } else if (!isInvisible(codePoint)) {
                    char[] plain = Character.toChars(codePoint);
                    char[] lowered = Character.toChars(Character.toLowerCase(codePoint));
                    for (int i = 0; i < plain.length; i++) {
                        append(plain[i], lowered.length == plain.length ? lowered[i] : plain[i], start, end);
                    }
                }
            }
        }
    }

    private static boolean isCombining(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isInvisible(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL || type == Character.FORMAT;
    }

    private void append(char character, char lowered, int start, int end) {
        if (length == characters.length) {
            int capacity = length + (length >> 1) + 16;
            characters = Arrays.copyOf(characters, capacity);
            lower = Arrays.copyOf(lower, capacity);
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
        }
        characters[length] = character;
        lower[length] = lowered;
        starts[length] = start;
        ends[length] = end;
        length++;
    }
}
