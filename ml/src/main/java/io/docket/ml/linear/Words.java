package io.docket.ml.linear;

import java.util.Arrays;

/**
 * The words of a text with their places. A word is a run of letters, marks and digits, lower-cased character by character;
 * in scripts written without spaces each character is a word, so that runs of words still find terms. All other characters
 * separate words, but {@code ! ? $ £ € %} are words of their own: they tell questions and prices from statements.
 *
 * <p>Words are kept as 64-bit hashes; the text itself is not. Not thread-safe; reuse one instance per thread.
 */
final class Words {

    private static final String SPEAKING_SIGNS = "!?$£€%";

    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private long[] hashes = new long[64];
    private int count;

    /** Forgets the previous text and reads the words of this one. */
    void read(CharSequence text) {
        count = 0;
        int length = text.length();
        int position = 0;
        int start = -1;
        long hash = 0;
        while (position < length) {
            int codePoint = Character.codePointAt(text, position);
            int next = position + Character.charCount(codePoint);
            boolean alone = standsAlone(codePoint);
            boolean inside = !alone && belongsToWord(codePoint);
            if (start >= 0 && !inside) {
                add(start, position, hash);
                start = -1;
            }
            if (alone) {
                add(position, next, Hash64.step(Hash64.START, codePoint));
            } else if (inside) {
                if (start < 0) {
                    start = position;
                    hash = Hash64.START;
                }
                hash = Hash64.step(hash, Character.toLowerCase(codePoint));
            }
            position = next;
        }
        if (start >= 0) {
            add(start, length, hash);
        }
    }

    int count() {
        return count;
    }

    /** Offset of the first character of a word in the text. */
    int start(int word) {
        return starts[word];
    }

    /** Offset after the last character of a word. */
    int end(int word) {
        return ends[word];
    }

    long hash(int word) {
        return hashes[word];
    }

    private static boolean belongsToWord(int codePoint) {
        if (codePoint < 128) {
            return (codePoint >= 'a' && codePoint <= 'z')
                    || (codePoint >= 'A' && codePoint <= 'Z')
                    || (codePoint >= '0' && codePoint <= '9')
                    || codePoint == '_';
        }
        return switch (Character.getType(codePoint)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER -> true;
            default -> false;
        };
    }

    private static boolean standsAlone(int codePoint) {
        if (codePoint < 0x0E00) {
            return SPEAKING_SIGNS.indexOf(codePoint) >= 0;
        }
        return Character.isIdeographic(codePoint)
                || codePoint == '€'
                || switch (Character.UnicodeScript.of(codePoint)) {
                    case HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> Character.isLetter(codePoint);
                    default -> false;
                };
    }

    private void add(int start, int end, long hash) {
        if (count == hashes.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
            hashes = Arrays.copyOf(hashes, 2 * count);
        }
        starts[count] = start;
        ends[count] = end;
        hashes[count] = hash;
        count++;
    }
}
