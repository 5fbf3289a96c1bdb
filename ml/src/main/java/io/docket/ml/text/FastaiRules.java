package io.docket.ml.text;

import java.util.regex.Pattern;

/**
 * fastai's text rules of version 2, in its order, on a text that remembers where it came from. Patterns read white space and word
 * characters as Unicode does, as Python's do; capitals are A to Z only, as there. Stateless.
 */
final class FastaiRules {
    private static final Pattern REPEATED_CHARACTER = unicode("(\\S)(\\1{2,})");
    private static final Pattern REPEATED_WORD = unicode("(?:\\s|^)(\\w+)\\s+((?:\\1\\s+)+)\\1(\\s|\\W|$)");
    private static final Pattern SPACED = Pattern.compile("[/#\\\\]");
    private static final Pattern SPACES = Pattern.compile(" {2,}");
    private static final Pattern ALL_CAPITALS = unicode("(\\s|^)([A-Z]+[^a-z\\s]*)(?=\\s|$)");
    private static final Pattern CAPITAL = unicode("(\\s|^)([A-Z][^A-Z\\s]*)(?=\\s|$)");

    private FastaiRules() {}

    private static Pattern unicode(String expression) {
        // In Java "$" also stands before a final line break, as in Python.
        return Pattern.compile(expression, Pattern.UNICODE_CHARACTER_CLASS);
    }

    /** All rules, then lower case, without space at both ends. The {@code xxbos} is the caller's. */
    static MappedText apply(String original) {
        MappedText text = HtmlEntities.unescape(htmlRemnants(MappedText.of(original)));
        text = repetitions(text);
        text = text.rewrite(SPACED, (match, builder) -> {
            builder.put(" ", match.start(), match.start());
            builder.keep(match.start(), match.end());
            builder.put(" ", match.end(), match.end());
        });
        text = text.rewrite(SPACES, (match, builder) -> builder.put(" ", match.start(), match.end()));
        text = capitals(text, ALL_CAPITALS, SpecialTokens.ALL_CAPITALS);
        text = capitals(text, CAPITAL, SpecialTokens.CAPITAL);
        return strip(text.lowerCase());
    }

    private static MappedText htmlRemnants(MappedText text) {
        return text.replace("#39;", "'")
                .replace("amp;", "&")
                .replace("#146;", "'")
                .replace("nbsp;", " ")
                .replace("#36;", "$")
                .replace("\\n", "\n")
                .replace("quot;", "'")
                .replace("<br />", "\n")
                .replace("\\\"", "\"")
                .replace("<unk>", mark(SpecialTokens.UNKNOWN))
                .replace(" @.@ ", ".")
                .replace(" @-@ ", "-")
                .replace("...", " …");
    }

    private static MappedText repetitions(MappedText text) {
        return text.rewrite(REPEATED_CHARACTER, (match, builder) -> {
                    int times = match.group().codePointCount(0, match.group().length());
                    builder.put(
                            " " + mark(SpecialTokens.REPEATED_CHARACTER) + " " + times + " ",
                            match.start(),
                            match.end());
                    builder.keep(match.start(1), match.end(1));
                    builder.put(" ", match.end(), match.end());
                })
                .rewrite(REPEATED_WORD, (match, builder) -> {
                    int times = match.group(2).strip().split("\\s+").length + 2;
                    builder.put(
                            " " + mark(SpecialTokens.REPEATED_WORD) + " " + times + " ",
                            match.start(1),
                            match.start(3));
                    builder.keep(match.start(1), match.end(1));
                    builder.put(" ", match.start(3), match.start(3));
                    builder.keep(match.start(3), match.end(3));
                });
    }

    private static MappedText capitals(MappedText text, Pattern pattern, int special) {
        return text.rewrite(pattern, (match, builder) -> {
            builder.keep(match.start(1), match.end(1));
            int letters = match.group(2).codePointCount(0, match.group(2).length());
            if (letters > 1) {
                builder.put(mark(special) + " ", match.start(2), match.start(2));
            }
            builder.keepLower(match.start(2), match.end(2));
        });
    }

    private static MappedText strip(MappedText text) {
        String characters = text.text();
        int from = 0;
        int to = characters.length();
        while (from < to && EnglishSplitter.isSpace(characters.charAt(from))) {
            from++;
        }
        while (to > from && EnglishSplitter.isSpace(characters.charAt(to - 1))) {
            to--;
        }
        return text.part(from, to);
    }

    private static String mark(int special) {
        return SpecialTokens.ALL.get(special);
    }
}
