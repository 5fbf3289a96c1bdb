package io.docket.ml.linear;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.ml.LabelMode;
import io.docket.ml.LabelledText;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much the base model's features count. */
class BaseShareTest {

    private static final List<String> LABELS = List.of("lease", "licence");

    private final BaseShare share = new BaseShare(LABELS, LabelMode.SINGLE);

    @Test
    void withoutRowsBothFitsCount() {
        assertThat(share.best()).isStrictlyBetween(0.5, 1.0);
    }

    @Test
    void theFitThatWasRightCountsAlone() {
        for (int row = 0; row < 20; row++) {
            boolean lease = row % 2 == 0;
            // a fit that knows, beside one that says the same of every text
            share.add(row(row, lease), scores(lease ? 1 : -1), scores(1));
        }
        assertThat(share.best()).isEqualTo(1);
    }

    @Test
    void aMisleadingBaseIsLeftOut() {
        for (int row = 0; row < 20; row++) {
            boolean lease = row % 2 == 0;
            share.add(row(row, lease), scores(row % 4 < 2 ? 1 : -1), scores(lease ? 1 : -1));
        }
        assertThat(share.best()).isLessThan(0.4);
    }

    @Test
    void fitsThatErrOnDifferentRowsAreMixed() {
        for (int row = 0; row < 20; row++) {
            boolean lease = row % 2 == 0;
            int sign = lease ? 1 : -1;
            // each is unsure and wrong on another tenth of the rows, and sure of the others
            share.add(row(row, lease), scores(row < 2 ? -0.3f * sign : sign), scores(row > 17 ? -0.3f * sign : sign));
        }
        assertThat(share.best()).isBetween(0.3, 0.7);
    }

    private static LabelledText row(int number, boolean lease) {
        return new LabelledText("r" + number, "text " + number, lease ? "lease" : "licence");
    }

    private static float[] scores(float ofLease) {
        return new float[] {ofLease, -ofLease};
    }
}
