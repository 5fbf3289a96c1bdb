package io.docket.web.account;

import io.docket.ingest.fingerprint.WordDifference;
import io.docket.web.pipeline.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The difference of two documents' texts by words. Public for templates.
 *
 * @param first the text that is taken as the earlier one
 * @param second the other
 * @param runs from the first text to the second
 * @param cut whether a text goes on beyond what was compared
 */
public record Comparison(Document first, Document second, List<WordDifference.Run> runs, boolean cut) {
    /** Words of unchanged text that are shown around a change. */
    private static final int CONTEXT = 40;

    private static final Pattern WORD = Pattern.compile("\\S+\\s*");

    /**
     * A part of the page.
     *
     * @param kind {@code same}, {@code gone} or {@code new}; or {@code fold} for unchanged text that is folded away
     * @param words how many words
     */
    public record Part(String kind, String text, int words) {}

    /** The runs, with long unchanged stretches folded away. */
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            WordDifference.Run run = runs.get(i);
            switch (run.change()) {
                case DELETED -> parts.add(part("gone", run.text()));
                case INSERTED -> parts.add(part("new", run.text()));
                case EQUAL -> addSame(parts, run.text(), i == 0, i == runs.size() - 1);
            }
        }
        return parts;
    }

    /** Words of the first text that the second lacks. */
    public int gone() {
        return count(WordDifference.Change.DELETED);
    }

    /** Words of the second text that the first lacks. */
    public int added() {
        return count(WordDifference.Change.INSERTED);
    }

    public int same() {
        return count(WordDifference.Change.EQUAL);
    }

    public boolean equal() {
        return gone() + added() == 0;
    }

    private int count(WordDifference.Change change) {
        return runs.stream()
                .filter(run -> run.change() == change)
                .mapToInt(run -> words(run.text()))
                .sum();
    }

    private static void addSame(List<Part> parts, String text, boolean begins, boolean ends) {
        List<Integer> starts = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            starts.add(matcher.start());
        }
        int head = begins ? 0 : CONTEXT;
        int tail = ends ? 0 : CONTEXT;
        if (starts.size() <= head + tail + CONTEXT) {
            parts.add(part("same", text));
            return;
        }
        int from = head == 0 ? 0 : starts.get(head);
        int to = tail == 0 ? text.length() : starts.get(starts.size() - tail);
        if (from > 0) {
            parts.add(part("same", text.substring(0, from)));
        }
        parts.add(part("fold", text.substring(from, to)));
        if (to < text.length()) {
            parts.add(part("same", text.substring(to)));
        }
    }

    private static Part part(String kind, String text) {
        return new Part(kind, text, words(text));
    }

    private static int words(String text) {
        return (int) WORD.matcher(text).results().count();
    }
}
