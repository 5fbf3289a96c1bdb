package io.docket.ingest.fingerprint;

import java.io.IOException;
import java.io.Reader;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Splits a text into words of letters and digits in lower case. Scripts written without spaces (Chinese, Japanese, Thai)
 * give one word for each character, because a whole sentence as a word would make every edit a new document.
 */
final class Words {
    private static final int BUFFER = 16 * 1024;

    private Words() {}

    static void forEach(Reader text, Consumer<String> words) throws IOException {
        StringBuilder word = new StringBuilder();
        char[] buffer = new char[BUFFER];
        for (int count = text.read(buffer); count >= 0; count = text.read(buffer)) {
            for (int i = 0; i < count; i++) {
                char character = buffer[i];
                boolean alone = isWrittenWithoutSpaces(character);
                boolean part = !alone && (Character.isLetterOrDigit(character) || Character.isSurrogate(character));
                if (part) {
                    word.append(character);
                } else {
                    emit(word, words);
                    if (alone) {
                        words.accept(String.valueOf(character));
                    }
                }
            }
        }
        emit(word, words);
    }

    private static void emit(StringBuilder word, Consumer<String> words) {
        if (!word.isEmpty()) {
            words.accept(word.toString().toLowerCase(Locale.ROOT));
            word.setLength(0);
        }
    }

    private static boolean isWrittenWithoutSpaces(char character) {
        if (character < '\u0e00') {
            return false;
        }
        return switch (Character.UnicodeScript.of(character)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> Character.isLetter(character);
            default -> false;
        };
    }
}
