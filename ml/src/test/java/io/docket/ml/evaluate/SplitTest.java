package io.docket.ml.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.ml.LabelledText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SplitTest {

    private static List<LabelledText> rows() {
        List<LabelledText> rows = new ArrayList<>();
        for (int row = 0; row < 200; row++) {
            String label = row < 150 ? "common" : row < 197 ? "less common" : "rare";
            rows.add(new LabelledText("r" + row, "text number " + row, label));
        }
        return rows;
    }

    @Test
    void holdsOutAShareOfEachLabel() {
        Split split = Split.holdOut(rows(), 0.1, 3);
        assertThat(split.heldOut())
                .filteredOn(row -> row.label().equals("common"))
                .hasSize(15);
        assertThat(split.heldOut())
                .filteredOn(row -> row.label().equals("less common"))
                .hasSize(5);
        assertThat(split.heldOut()).noneMatch(row -> row.label().equals("rare"));
        Set<LabelledText> all = new HashSet<>(split.training());
        all.addAll(split.heldOut());
        assertThat(all).hasSize(200);
        assertThat(split.training()).hasSize(200 - split.heldOut().size());
    }

    @Test
    void dependsOnTheRowsAndTheSeedButNotOnTheirOrder() {
        List<LabelledText> shuffled = rows();
        Collections.shuffle(shuffled, new Random(5));
        assertThat(Split.holdOut(shuffled, 0.1, 3).heldOut())
                .isEqualTo(Split.holdOut(rows(), 0.1, 3).heldOut());
        assertThat(Split.holdOut(rows(), 0.1, 4).heldOut())
                .isNotEqualTo(Split.holdOut(rows(), 0.1, 3).heldOut());
    }

    @Test
    void foldsJudgeEachRowOnce() {
        List<Split> folds = Split.folds(rows(), 4, 3);
        List<LabelledText> judged =
                folds.stream().flatMap(fold -> fold.heldOut().stream()).toList();
        assertThat(judged).hasSize(200).doesNotHaveDuplicates();
        assertThat(folds).allSatisfy(fold -> {
            assertThat(fold.training()).doesNotContainAnyElementsOf(fold.heldOut());
            assertThat(fold.heldOut())
                    .filteredOn(row -> row.label().equals("common"))
                    .hasSizeBetween(37, 38);
        });
    }

    @Test
    void theFingerprintIgnoresOrderAndNothingElse() {
        List<LabelledText> shuffled = rows();
        Collections.shuffle(shuffled, new Random(5));
        assertThat(RowHash.fingerprint(shuffled)).isEqualTo(RowHash.fingerprint(rows()));
        List<LabelledText> changed = rows();
        changed.set(0, new LabelledText("r0", changed.get(0).text(), "rare"));
        assertThat(RowHash.fingerprint(changed)).isNotEqualTo(RowHash.fingerprint(rows()));
    }
}
