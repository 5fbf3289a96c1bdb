package io.docket.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Matches;
import org.apache.lucene.search.MatchesIterator;
import org.apache.lucene.search.Weight;

/**
 * Finds what matched in a document's text, from the offsets in the index (the text is not analysed again), and picks the
 * passages that show it best. What is marked is what the query matched: whole phrases, and words only where the condition
 * they stand in holds.
 */
final class PassageHighlighter {

    private static final int MOST_MATCHES = 5_000;
    private static final double NEW_WORD = 10;
    private static final double REPEATED_WORD = 1;
    private static final int CONTEXT_SHARE = 3;

    private PassageHighlighter() {}

    /** Ranges of a field that matched, in order, overlapping ones joined; at most {@value #MOST_MATCHES}. */
    static List<TextRange> matches(Weight weight, LeafReaderContext leaf, int docInLeaf, String field)
            throws IOException {
        Matches matches = weight.matches(leaf, docInLeaf);
        MatchesIterator iterator = matches == null ? null : matches.getMatches(field);
        if (iterator == null) {
            return List.of();
        }
        TreeSet<TextRange> found =
                new TreeSet<>(Comparator.comparingInt(TextRange::start).thenComparingInt(TextRange::end));
        while (found.size() < MOST_MATCHES && iterator.next()) {
            if (iterator.startOffset() >= 0) {
                found.add(new TextRange(iterator.startOffset(), iterator.endOffset()));
            }
        }
        List<TextRange> joined = new ArrayList<>(found.size());
        for (TextRange range : found) {
            TextRange last = joined.isEmpty() ? null : joined.getLast();
            if (last != null && range.start() < last.end()) {
                joined.set(joined.size() - 1, new TextRange(last.start(), Math.max(last.end(), range.end())));
            } else {
                joined.add(range);
            }
        }
        return joined;
    }

    /** The best passages, best first; the beginning of the text when nothing in it matched. */
    static List<HighlightedPassage> passages(String text, List<TextRange> found, HighlightOptions options) {
        List<TextRange> matches =
                found.stream().filter(range -> range.end() <= text.length()).toList();
        if (options.passages() == 0 || text.isBlank()) {
            return List.of();
        }
        if (matches.isEmpty()) {
            int start = 0;
            while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
                start++;
            }
            TextRange range = new TextRange(start, endOfPassage(text, start, start, options.passageLength()));
            return List.of(new HighlightedPassage(range, text.substring(range.start(), range.end()), List.of()));
        }
        List<Candidate> candidates = candidates(text, matches, options.passageLength());
        candidates.sort(Comparator.comparingDouble(Candidate::score).reversed().thenComparingInt(Candidate::first));
        List<HighlightedPassage> chosen = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (chosen.size() == options.passages()) {
                break;
            }
            TextRange range = extend(text, matches, candidate, options.passageLength());
            boolean overlaps = chosen.stream()
                    .anyMatch(other ->
                            range.start() < other.range().end() && other.range().start() < range.end());
            if (!overlaps) {
                List<TextRange> inside = matches.stream()
                        .filter(match -> match.start() >= range.start() && match.end() <= range.end())
                        .toList();
                chosen.add(new HighlightedPassage(range, text.substring(range.start(), range.end()), inside));
            }
        }
        return chosen;
    }

    /** A run of matches that fit into one passage. */
    private record Candidate(int first, int last, double score) {}

    private static List<Candidate> candidates(String text, List<TextRange> matches, int length) {
        List<Candidate> candidates = new ArrayList<>();
        Map<String, Integer> inside = new HashMap<>();
        String[] words = new String[matches.size()];
        for (int i = 0; i < words.length; i++) {
            words[i] = text.substring(
                            matches.get(i).start(),
                            Math.min(matches.get(i).end(), matches.get(i).start() + length))
                    .toLowerCase(Locale.ROOT);
        }
        int last = -1;
        for (int first = 0; first < words.length; first++) {
            while (last + 1 < words.length
                    && (last < first
                            || matches.get(last + 1).end() - matches.get(first).start() <= length)) {
                inside.merge(words[++last], 1, Integer::sum);
            }
            double score = NEW_WORD * inside.size() + REPEATED_WORD * Math.log1p(last - first);
            candidates.add(new Candidate(first, last, score));
            inside.computeIfPresent(words[first], (word, count) -> count == 1 ? null : count - 1);
        }
        return candidates;
    }

    private static TextRange extend(String text, List<TextRange> matches, Candidate candidate, int length) {
        int from = matches.get(candidate.first()).start();
        int to = matches.get(candidate.last()).end();
        int spare = Math.max(0, length - (to - from));
        int start = startOfPassage(text, from, spare / CONTEXT_SHARE);
        return new TextRange(start, endOfPassage(text, start, to, length));
    }

    /** Back to where a sentence begins, or at least a word, but no further than the spare room. */
    private static int startOfPassage(String text, int from, int spare) {
        int earliest = Math.max(0, from - spare);
        if (earliest == 0) {
            return 0;
        }
        int word = from;
        for (int i = from - 1; i > earliest; i--) {
            char before = text.charAt(i - 1);
            if (!Character.isWhitespace(text.charAt(i))) {
                boolean sentence = before == '\n' || (before == ' ' && i > 1 && ends(text.charAt(i - 2)));
                if (sentence) {
                    return i;
                }
                if (Character.isWhitespace(before)) {
                    word = i;
                }
            }
        }
        return word;
    }

    private static int endOfPassage(String text, int start, int atLeast, int length) {
        int latest = Math.max(atLeast, Math.min(text.length(), start + length));
        if (latest == text.length()) {
            return latest;
        }
        int word = -1;
        for (int i = latest; i > atLeast; i--) {
            if (ends(text.charAt(i - 1)) && Character.isWhitespace(text.charAt(i))) {
                return i;
            }
            if (word < 0 && Character.isWhitespace(text.charAt(i))) {
                word = i;
            }
        }
        if (word > 0) {
            return word;
        }
        boolean splitsPair = latest > 0 && Character.isHighSurrogate(text.charAt(latest - 1));
        return splitsPair && latest - 1 > atLeast ? latest - 1 : latest;
    }

    private static boolean ends(char c) {
        return c == '.' || c == '!' || c == '?' || c == '\n';
    }
}
