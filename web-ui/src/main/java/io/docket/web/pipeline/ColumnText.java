package io.docket.web.pipeline;

/** Makes text from files fit for a column of PostgreSQL: no NUL, no lone surrogates, not longer than the column. */
final class ColumnText {
    private ColumnText() {}

    static String fit(String text, int longest) {
        StringBuilder fitting = new StringBuilder(Math.min(text.length(), longest));
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            if (character == 0) {
                continue;
            }
            boolean loneSurrogate = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
            int kept = loneSurrogate ? 0xFFFD : character;
            if (fitting.length() + Character.charCount(kept) > longest) {
                break;
            }
            fitting.appendCodePoint(kept);
        }
        return fitting.toString();
    }
}
