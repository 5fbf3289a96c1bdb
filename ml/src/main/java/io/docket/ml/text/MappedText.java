package io.docket.ml.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rewritten text that remembers, for each of its characters, the characters of the original that it stands for. Immutable; each
 * rewriting gives a new one.
 */
final class MappedText {
    private final String text;
    private final int[] starts;
    private final int[] ends;

    private MappedText(String text, int[] starts, int[] ends) {
        this.text = text;
        this.starts = starts;
        this.ends = ends;
    }

    static MappedText of(String original) {
        int[] starts = new int[original.length()];
        int[] ends = new int[original.length()];
        for (int i = 0; i < original.length(); i++) {
            starts[i] = i;
            ends[i] = i + 1;
        }
        return new MappedText(original, starts, ends);
    }

    String text() {
        return text;
    }

    /** Where the characters {@code [from, to)} begin in the original. */
    int start(int from) {
        if (from < text.length()) {
            return starts[from];
        }
        return text.isEmpty() ? 0 : ends[text.length() - 1];
    }

    /** Where the characters {@code [from, to)} end in the original. */
    int end(int from, int to) {
        return to > from ? Math.max(ends[to - 1], starts[from]) : start(from);
    }

    /** Replaces every match by what the rewriting puts into the builder; the rest stays. */
    MappedText rewrite(Pattern pattern, BiConsumer<MatchResult, Builder> rewriting) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return this;
        }
        Builder builder = new Builder();
        int done = 0;
        do {
            builder.keep(done, matcher.start());
            rewriting.accept(matcher, builder);
            done = matcher.end();
        } while (matcher.find());
        builder.keep(done, text.length());
        return builder.build();
    }

    /** Replaces every occurrence of some characters. */
    MappedText replace(String target, String replacement) {
        if (!text.contains(target)) {
            return this;
        }
        return rewrite(
                Pattern.compile(target, Pattern.LITERAL),
                (match, builder) -> builder.put(replacement, match.start(), match.end()));
    }

    /** The part {@code [from, to)}. */
    MappedText part(int from, int to) {
        return new MappedText(
                text.substring(from, to), Arrays.copyOfRange(starts, from, to), Arrays.copyOfRange(ends, from, to));
    }

    /** All in lower case, with Greek sigmas as their place demands. */
    MappedText lowerCase() {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.length() == text.length()) {
            return new MappedText(lower, starts, ends);
        }
        Builder builder = new Builder(); // some character, such as a dotted capital I, has a longer lower form
        builder.keepLower(0, text.length());
        return builder.build();
    }

    /** Collects the next text. Positions are those of the present one. */
    final class Builder {
        private final StringBuilder characters = new StringBuilder(text.length() + 32);
        private int[] builtStarts = new int[text.length() + 32];
        private int[] builtEnds = new int[text.length() + 32];

        /** Copies characters. */
        void keep(int from, int to) {
            for (int i = from; i < to; i++) {
                append(text.charAt(i), starts[i], ends[i]);
            }
        }

        /** Copies characters in lower case. */
        void keepLower(int from, int to) {
            for (int i = from; i < to; ) {
                int width = Character.charCount(text.codePointAt(i));
                String lower = text.substring(i, i + width).toLowerCase(Locale.ROOT);
                put(lower, i, i + width);
                i += width;
            }
        }

        /** Puts characters that stand for {@code [from, to)}, or, when that is empty, for nothing at that place. */
        void put(String replacement, int from, int to) {
            int start = MappedText.this.start(from);
            int end = MappedText.this.end(from, to);
            for (int i = 0; i < replacement.length(); i++) {
                append(replacement.charAt(i), start, end);
            }
        }

        private void append(char character, int start, int end) {
            int index = characters.length();
            if (index == builtStarts.length) {
                builtStarts = Arrays.copyOf(builtStarts, index * 2);
                builtEnds = Arrays.copyOf(builtEnds, index * 2);
            }
            builtStarts[index] = start;
            builtEnds[index] = end;
            characters.append(character);
        }

        private MappedText build() {
            return new MappedText(characters.toString(), builtStarts, builtEnds);
        }
    }
}
