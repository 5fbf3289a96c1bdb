package io.docket.index;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text into passages: whole paragraphs while they fit, long paragraphs at the ends of sentences. Passages do not
 * overlap and leave out nothing but blanks.
 */
public final class Passages {

    /** Characters a passage should not exceed: about 120 English words, enough to answer and short enough to read. */
    public static final int LENGTH = 800;

    /** Paragraphs shorter than this are joined with what follows: headings belong to their text. */
    private static final int SHORT = 200;

    private Passages() {}

    /** The passages of a text, in order; none for a blank one. */
    public static List<Passage> split(String text) {
        List<Passage> passages = new ArrayList<>();
        int start = skipBlanks(text, 0);
        while (start < text.length()) {
            int end = endOfPassage(text, start);
            int last = end;
            while (last > start && Character.isWhitespace(text.charAt(last - 1))) {
                last--;
            }
            passages.add(new Passage(start, last));
            start = skipBlanks(text, end);
        }
        return passages;
    }

    private static int skipBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int endOfPassage(String text, int start) {
        int latest = Math.min(text.length(), start + LENGTH);
        int sentence = -1;
        int word = -1;
        for (int i = start + 1; i < latest; i++) {
            char c = text.charAt(i);
            boolean paragraphEnds = c == '\n' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if (paragraphEnds && i - start >= SHORT) {
                return i;
            }
            if (Character.isWhitespace(c)) {
                word = i;
                char before = text.charAt(i - 1);
                if (before == '.' || before == '!' || before == '?' || c == '\n') {
                    sentence = i;
                }
            }
        }
        if (latest == text.length()) {
            return latest;
        }
        if (sentence > start + SHORT) {
            return sentence;
        }
        if (word > start) {
            return word;
        }
        return Character.isHighSurrogate(text.charAt(latest - 1)) ? latest - 1 : latest;
    }
}
