package io.docket.web.search;

import io.docket.index.HighlightedPassage;
import io.docket.index.TextRange;
import io.docket.ml.WeightedSpan;
import io.quarkus.qute.RawString;
import java.util.Comparator;
import java.util.List;

/** Marks matches in text as HTML, everything else escaped: the one place where pages write markup around foreign text. */
public final class Highlights {
    /** Passages of less weight, the strongest being 1, would colour the whole text. */
    private static final double LEAST_WEIGHT = 0.15;

    private static final double STRONG_WEIGHT = 0.5;

    private Highlights() {}

    /** A passage with its matches marked. */
    static RawString of(HighlightedPassage passage) {
        int start = passage.range().start();
        return of(
                passage.text(),
                passage.matches().stream()
                        .map(match -> new TextRange(match.start() - start, match.end() - start))
                        .toList());
    }

    /** A text with ranges marked; ranges that lie outside of it are left out. */
    public static RawString of(String text, List<TextRange> matches) {
        StringBuilder html = new StringBuilder(text.length() + 64);
        int done = 0;
        for (TextRange match : matches) {
            if (match.start() < done || match.end() > text.length()) {
                continue;
            }
            escape(html, text, done, match.start());
            html.append("<mark>");
            escape(html, text, match.start(), match.end());
            html.append("</mark>");
            done = match.end();
        }
        escape(html, text, done, text.length());
        return new RawString(html.toString());
    }

    /** A text with the passages marked that spoke for a label; overlapping ones are marked once. */
    static RawString why(String text, List<WeightedSpan> spans) {
        StringBuilder html = new StringBuilder(text.length() + 256);
        int done = 0;
        for (WeightedSpan span : spans.stream()
                .filter(span -> span.weight() > LEAST_WEIGHT)
                .sorted(Comparator.comparingInt(WeightedSpan::start))
                .toList()) {
            if (span.start() < done || span.end() > text.length()) {
                continue;
            }
            escape(html, text, done, span.start());
            html.append(span.weight() >= STRONG_WEIGHT ? "<mark class=\"why strong\">" : "<mark class=\"why\">");
            escape(html, text, span.start(), span.end());
            html.append("</mark>");
            done = span.end();
        }
        escape(html, text, done, text.length());
        return new RawString(html.toString());
    }

    private static void escape(StringBuilder html, String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char character = text.charAt(i);
            switch (character) {
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '&' -> html.append("&amp;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(character);
            }
        }
    }
}
