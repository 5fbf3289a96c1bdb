package io.docket.ml.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Makes readable text of subword ids: applies the marks and gathers bytes into characters. For one call. */
final class SubwordDecoder {
    private final Vocabulary vocabulary;
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int pendingCase = -1;
    private boolean capitals;

    SubwordDecoder(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    String decode(int[] ids) {
        for (int i = 0; i < ids.length; i++) {
            int id = ids[i];
            if (id >= SubwordTokenizer.FIRST_BYTE && id < SubwordTokenizer.LINE_BREAK) {
                bytes.write(id - SubwordTokenizer.FIRST_BYTE);
                continue;
            }
            flushBytes();
            if (id == SpecialTokens.ALL_CAPITALS || id == SpecialTokens.CAPITAL) {
                pendingCase = id;
                capitals = false;
            } else if (id == SpecialTokens.REPEATED_CHARACTER) {
                i = repetition(ids, i);
            } else if (id >= SubwordTokenizer.LINE_BREAK) {
                append(vocabulary.token(id));
            }
        }
        flushBytes();
        return text.toString();
    }

    /** Expands "xxrep n c"; returns the index of its last token. A model may sample nonsense here, which is then left out. */
    private int repetition(int[] ids, int mark) {
        int position = mark + 1;
        StringBuilder digits = new StringBuilder();
        while (position < ids.length && isDigits(vocabulary.token(ids[position]))) {
            digits.append(vocabulary.token(ids[position++]));
        }
        if (position < ids.length
                && !digits.isEmpty()
                && vocabulary.token(ids[position]).equals(String.valueOf(NormalizedText.SPACE_MARK))) {
            append(vocabulary.token(ids[position++])); // the space before the run, when the two have no piece in common
        }
        if (position == ids.length
                || digits.isEmpty()
                || digits.length() > 6
                || ids[position] <= SubwordTokenizer.LINE_BREAK) {
            return mark;
        }
        String piece = vocabulary.token(ids[position]);
        String sign = piece.replace(String.valueOf(NormalizedText.SPACE_MARK), "");
        append(piece.substring(0, piece.length() - sign.length()) + sign.repeat(Integer.parseInt(digits.toString())));
        return position;
    }

    private static boolean isDigits(String piece) {
        return !piece.isEmpty() && piece.chars().allMatch(Character::isDigit);
    }

    private void append(String piece) {
        boolean begins = piece.charAt(0) == NormalizedText.SPACE_MARK;
        String words = begins ? piece.substring(1) : piece;
        boolean letters = words.chars().anyMatch(Character::isLetter);
        if (capitals && (begins || !letters)) {
            capitals = false;
        }
        if (begins && !text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
            text.append(' ');
        }
        if (letters) {
            capitals |= pendingCase == SpecialTokens.ALL_CAPITALS;
            if (capitals) {
                words = words.toUpperCase(Locale.ROOT);
            } else if (pendingCase == SpecialTokens.CAPITAL) {
                words = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
            }
            pendingCase = -1;
        }
        text.append(words);
    }

    private void flushBytes() {
        if (bytes.size() > 0) {
            text.append(bytes.toString(StandardCharsets.UTF_8));
            bytes.reset();
        }
    }
}
