package io.docket.ingest.fingerprint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The difference of two texts by words, for a page that shows two near-duplicates side by side: Myers' greedy algorithm
 * (1986) between the common beginning and the common end. The runs of all kinds but INSERTED, joined, give the words
 * of the first text; of all kinds but DELETED, those of the second. Between EQUAL words stands the longer white space of the
 * two, so that a paragraph that was added at the end of a text begins a line.
 */
public final class WordDifference {
    /** Beyond this many edits the middle is given as one replacement: nobody reads such a diff. */
    private static final int MOST_EDITS = 2_000;

    private static final Pattern TOKEN = Pattern.compile("\\S+\\s*|\\s+");

    private WordDifference() {}

    /** What became of a run of words. */
    public enum Change {
        /** In both texts. */
        EQUAL,
        /** Only in the first text. */
        DELETED,
        /** Only in the second text. */
        INSERTED
    }

    /**
     * A run of words of one kind.
     *
     * @param change what became of it
     * @param text the words with the white space that follows them
     */
    public record Run(Change change, String text) {
        public Run {
            Objects.requireNonNull(change, "change");
            Objects.requireNonNull(text, "text");
        }
    }

    /** The runs that lead from the first text to the second. */
    public static List<Run> between(String first, String second) {
        List<String> left = tokens(first);
        List<String> right = tokens(second);
        int[][] codes = codes(left, right);
        int[] a = codes[0];
        int[] b = codes[1];
        int head = 0;
        while (head < a.length && head < b.length && a[head] == b[head]) {
            head++;
        }
        int tail = 0;
        while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] == b[b.length - 1 - tail]) {
            tail++;
        }
        RunBuilder runs = new RunBuilder();
        runs.addEqual(left.subList(0, head), right.subList(0, head));
        appendMiddle(
                Arrays.copyOfRange(a, head, a.length - tail),
                Arrays.copyOfRange(b, head, b.length - tail),
                left.subList(head, a.length - tail),
                right.subList(head, b.length - tail),
                runs);
        runs.addEqual(left.subList(a.length - tail, a.length), right.subList(b.length - tail, b.length));
        return runs.finish();
    }

    private static void appendMiddle(int[] a, int[] b, List<String> left, List<String> right, RunBuilder runs) {
        List<Change> script = editScript(a, b);
        int x = 0;
        int y = 0;
        for (Change change : script) {
            switch (change) {
                case EQUAL -> runs.addEqual(left.get(x++), right.get(y++));
                case DELETED -> runs.add(Change.DELETED, left.get(x++));
                case INSERTED -> runs.add(Change.INSERTED, right.get(y++));
            }
        }
    }

    /** Myers' greedy algorithm: for each number of edits the furthest point on each diagonal, then back along them. */
    private static List<Change> editScript(int[] a, int[] b) {
        int most = Math.min(a.length + b.length, MOST_EDITS);
        int[] furthest = new int[2 * most + 3];
        int zero = most + 1;
        List<int[]> history = new ArrayList<>();
        for (int edits = 0; edits <= most; edits++) {
            history.add(Arrays.copyOfRange(furthest, zero - edits - 1, zero + edits + 2));
            for (int diagonal = -edits; diagonal <= edits; diagonal += 2) {
                boolean down = diagonal == -edits
                        || (diagonal != edits && furthest[zero + diagonal - 1] < furthest[zero + diagonal + 1]);
                int x = down ? furthest[zero + diagonal + 1] : furthest[zero + diagonal - 1] + 1;
                int y = x - diagonal;
                while (x < a.length && y < b.length && y >= 0 && a[x] == b[y]) {
                    x++;
                    y++;
                }
                furthest[zero + diagonal] = x;
                if (x >= a.length && y >= b.length) {
                    return walkBack(history, a.length, b.length, edits);
                }
            }
        }
        List<Change> replacement = new ArrayList<>();
        for (int i = 0; i < a.length; i++) {
            replacement.add(Change.DELETED);
        }
        for (int i = 0; i < b.length; i++) {
            replacement.add(Change.INSERTED);
        }
        return replacement;
    }

    private static List<Change> walkBack(List<int[]> history, int endX, int endY, int edits) {
        List<Change> script = new ArrayList<>();
        int x = endX;
        int y = endY;
        for (int step = edits; step > 0; step--) {
            int[] furthest = history.get(step);
            int zero = step + 1;
            int diagonal = x - y;
            boolean down = diagonal == -step
                    || (diagonal != step && furthest[zero + diagonal - 1] < furthest[zero + diagonal + 1]);
            int previousDiagonal = down ? diagonal + 1 : diagonal - 1;
            int previousX = furthest[zero + previousDiagonal];
            int previousY = previousX - previousDiagonal;
            int startX = down ? previousX : previousX + 1;
            for (; x > startX; x--, y--) {
                script.add(Change.EQUAL);
            }
            script.add(down ? Change.INSERTED : Change.DELETED);
            x = previousX;
            y = previousY;
        }
        for (; x > 0; x--) {
            script.add(Change.EQUAL);
        }
        return script.reversed();
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        return tokens;
    }

    /** Numbers for words, so that comparing is cheap and white space does not count. */
    private static int[][] codes(List<String> left, List<String> right) {
        Map<String, Integer> numbers = new HashMap<>();
        return new int[][] {codes(left, numbers), codes(right, numbers)};
    }

    private static int[] codes(List<String> tokens, Map<String, Integer> numbers) {
        return tokens.stream()
                .mapToInt(token -> numbers.computeIfAbsent(token.strip(), key -> numbers.size()))
                .toArray();
    }

    /** Joins neighbours of one kind. */
    private static final class RunBuilder {
        private final List<Run> runs = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private Change current;

        void add(Change change, String token) {
            if (change != current) {
                flush();
                current = change;
            }
            text.append(token);
        }

        void addEqual(List<String> left, List<String> right) {
            for (int i = 0; i < left.size(); i++) {
                addEqual(left.get(i), right.get(i));
            }
        }

        void addEqual(String left, String right) {
            add(Change.EQUAL, left.length() < right.length() ? right : left);
        }

        List<Run> finish() {
            flush();
            return List.copyOf(runs);
        }

        private void flush() {
            if (!text.isEmpty()) {
                runs.add(new Run(current, text.toString()));
                text.setLength(0);
            }
        }
    }
}
