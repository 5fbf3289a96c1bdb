package io.docket.ml.evaluate;

import io.docket.ml.LabelledText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rows to train on and rows to judge on, disjoint. Stratified: each label has its share on both sides. Which rows are judged on
 * is a function of the seed and the rows' texts, so the same data gives the same split on every machine and in every order.
 *
 * @param training rows to train on
 * @param heldOut rows to judge on
 */
public record Split(List<LabelledText> training, List<LabelledText> heldOut) {

    /** A label with fewer rows keeps all of them for training. */
    private static final int FEWEST_TO_HOLD_OUT = 5;

    public Split {
        training = List.copyOf(training);
        heldOut = List.copyOf(heldOut);
    }

    /**
     * Sets a share of the rows of each label aside, at least one row of a label with five or more.
     *
     * @param fraction in (0, 1)
     */
    public static Split holdOut(List<LabelledText> rows, double fraction, long seed) {
        List<LabelledText> training = new ArrayList<>();
        List<LabelledText> heldOut = new ArrayList<>();
        for (List<LabelledText> stratum : strata(rows, seed).values()) {
            int share = (int) Math.round(stratum.size() * fraction);
            int aside = stratum.size() < FEWEST_TO_HOLD_OUT ? 0 : Math.max(1, share);
            heldOut.addAll(stratum.subList(0, aside));
            training.addAll(stratum.subList(aside, stratum.size()));
        }
        return new Split(training, heldOut);
    }

    /**
     * Divides the rows into folds; each row is held out in exactly one of the splits.
     *
     * @param folds at least 2 and at most the number of rows
     */
    public static List<Split> folds(List<LabelledText> rows, int folds, long seed) {
        if (folds < 2 || folds > rows.size()) {
            throw new IllegalArgumentException(folds + " folds of " + rows.size() + " rows");
        }
        List<List<LabelledText>> parts = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            parts.add(new ArrayList<>());
        }
        int next = 0; // runs on from label to label, so that rare labels do not all fall into the first fold
        for (List<LabelledText> stratum : strata(rows, seed).values()) {
            for (LabelledText row : stratum) {
                parts.get(next++ % folds).add(row);
            }
        }
        List<Split> splits = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            List<LabelledText> training = new ArrayList<>();
            for (int other = 0; other < folds; other++) {
                if (other != fold) {
                    training.addAll(parts.get(other));
                }
            }
            splits.add(new Split(training, parts.get(fold)));
        }
        return splits;
    }

    /** Rows by label (a row of several by its rarest, a row of none by the empty name), each list in the order of the hash. */
    private static SortedMap<String, List<LabelledText>> strata(List<LabelledText> rows, long seed) {
        Map<String, Integer> counts = new HashMap<>();
        for (LabelledText row : rows) {
            row.labels().forEach(label -> counts.merge(label, 1, Integer::sum));
        }
        Comparator<String> rarest = Comparator.<String>comparingInt(counts::get).thenComparing(label -> label);
        record Keyed(String hash, LabelledText row) {}
        SortedMap<String, List<Keyed>> keyed = new TreeMap<>();
        for (LabelledText row : rows) {
            String stratum = row.labels().stream().min(rarest).orElse("");
            keyed.computeIfAbsent(stratum, label -> new ArrayList<>()).add(new Keyed(RowHash.of(row, seed), row));
        }
        SortedMap<String, List<LabelledText>> strata = new TreeMap<>();
        keyed.forEach((label, members) -> strata.put(
                label,
                members.stream()
                        .sorted(Comparator.comparing(Keyed::hash)
                                .thenComparing(member -> member.row().id()))
                        .map(Keyed::row)
                        .toList()));
        return strata;
    }
}
