package io.docket.ml.champion;

import io.docket.ml.LabelMode;
import io.docket.ml.LabelledText;
import io.docket.ml.TrainingDataException;
import io.docket.ml.TrainingReport.LabelCount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks at labelled rows before anything is trained: refuses what cannot work, notes what a careful reader should know. */
final class RowCheck {

    private static final int FEWEST = 4;
    private static final int FEW = 10;
    private static final int MOST_NAMED = 5;

    private final List<LabelledText> rows;
    private final LabelMode mode;
    private final List<LabelCount> counts;

    RowCheck(List<LabelledText> rows, LabelMode mode) {
        this.rows = rows;
        this.mode = mode;
        Map<String, Integer> byLabel = new TreeMap<>();
        rows.forEach(row -> row.labels().forEach(label -> byLabel.merge(label, 1, Integer::sum)));
        this.counts = byLabel.entrySet().stream()
                .map(entry -> new LabelCount(entry.getKey(), entry.getValue()))
                .toList();
        refuse();
    }

    List<LabelCount> counts() {
        return counts;
    }

    List<String> labels() {
        return counts.stream().map(LabelCount::label).toList();
    }

    List<String> notes() {
        List<String> notes = new ArrayList<>();
        List<LabelCount> few =
                counts.stream().filter(count -> count.rows() < FEW).toList();
        if (!few.isEmpty()) {
            notes.add(few.size() + " of " + counts.size() + " labels have fewer than " + FEW
                    + " examples, so their figures are rough: " + named(few) + ".");
        }
        Map<String, List<String>> labelsOfText = new HashMap<>();
        int repeats = 0;
        int contradictions = 0;
        for (LabelledText row : rows) {
            List<String> labels = row.labels().stream().sorted().toList();
            List<String> earlier = labelsOfText.putIfAbsent(row.text(), labels);
            if (earlier != null) {
                repeats++;
                contradictions += earlier.equals(labels) ? 0 : 1;
            }
        }
        if (repeats > 0) {
            notes.add(repeats + " rows repeat the text of another"
                    + (contradictions > 0 ? ", " + contradictions + " of them with another label" : "") + ".");
        }
        return notes;
    }

    private void refuse() {
        if (mode == LabelMode.SINGLE) {
            for (LabelledText row : rows) {
                if (row.labels().size() != 1) {
                    throw new TrainingDataException(
                            "row " + row.id() + " has " + row.labels().size()
                                    + " labels; give each row one label or train a multi-label classifier");
                }
            }
            if (counts.size() < 2) {
                throw new TrainingDataException("the rows have " + counts.size()
                        + (counts.size() == 1 ? " label ('" + counts.getFirst().label() + "')" : " labels")
                        + "; a classifier needs examples of two labels at least");
            }
        } else if (counts.isEmpty()) {
            throw new TrainingDataException("no row has a label; give examples of one label at least");
        }
        if (rows.size() < FEWEST) {
            throw new TrainingDataException("there are " + rows.size() + " rows; " + FEWEST
                    + " is the least to train and judge on, ten per label are a sensible start");
        }
    }

    private static String named(List<LabelCount> few) {
        String names = String.join(
                ", ",
                few.stream()
                        .limit(MOST_NAMED)
                        .map(count -> count.label() + " (" + count.rows() + ")")
                        .toList());
        return few.size() > MOST_NAMED ? names + " and " + (few.size() - MOST_NAMED) + " more" : names;
    }
}
