package io.docket.ml;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Labelled rows generated from a seed: each label has words of its own among words that all share. */
public final class GeneratedRows {

    private static final List<String> SHARED =
            List.of("the", "of", "please", "document", "dear", "on", "page", "regards", "and", "is");
    private static final List<List<String>> OWN = List.of(
            List.of("invoice", "payment", "amount", "overdue", "refund"),
            List.of("lease", "tenant", "landlord", "premises", "rent"),
            List.of("printer", "crash", "password", "login", "screen"));
    private static final List<String> LABELS = List.of("billing", "lease", "support");

    private GeneratedRows() {}

    /** @param noise share of words that come from another label */
    public static List<LabelledText> single(int rows, double noise, long seed) {
        Random random = new Random(seed);
        List<LabelledText> result = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            int label = row % LABELS.size();
            result.add(new LabelledText("row-" + row, text(List.of(label), noise, random), LABELS.get(label)));
        }
        return result;
    }

    /** Rows with no, one or two labels. */
    public static List<LabelledText> multi(int rows, long seed) {
        Random random = new Random(seed);
        List<LabelledText> result = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            TreeSet<Integer> labels = new TreeSet<>();
            for (int draw = row % 3; draw > 0; draw--) {
                labels.add(random.nextInt(LABELS.size()));
            }
            result.add(new LabelledText(
                    "row-" + row,
                    text(List.copyOf(labels), 0, random),
                    labels.stream().map(LABELS::get).toList()));
        }
        return result;
    }

    private static String text(List<Integer> labels, double noise, Random random) {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < 12; word++) {
            boolean own = !labels.isEmpty() && word % 3 == 0;
            List<String> words = SHARED;
            if (own) {
                words = random.nextDouble() < noise
                        ? OWN.get(random.nextInt(OWN.size()))
                        : OWN.get(labels.get((word / 3) % labels.size()));
            }
            text.append(words.get(random.nextInt(words.size()))).append(' ');
        }
        return text.toString().strip();
    }
}
