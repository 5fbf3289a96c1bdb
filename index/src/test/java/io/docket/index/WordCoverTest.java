package io.docket.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordCoverTest {
    private static final WordCover COVER = new WordCover(Map.of("invoice", 3.0, "late", 1.0));

    @Test
    void countsWordsByTheirRarity() {
        assertThat(COVER.of(List.of("invoice", "late", "other"))).isEqualTo(1);
        assertThat(COVER.of(List.of("invoice"))).isEqualTo(0.75);
        assertThat(COVER.of(List.of("late"))).isEqualTo(0.25);
        assertThat(COVER.of(List.of("zebra"))).isZero();
        assertThat(COVER.of(List.of())).isZero();
    }

    @Test
    void countsNearFormsInPart() {
        // <in inv nvo voi oic ice ce> against <in inv nvo voi oic ici cin ing ng>: 5 of 7 and 9 in common
        assertThat(COVER.of(List.of("invoicing"))).isCloseTo(0.75 * 10 / 16, within(1e-9));
        assertThat(COVER.of(List.of("invioce"))).isLessThan(COVER.of(List.of("invoicing")));
    }

    @Test
    void aQuestionWithoutWordsIsCoveredByNothing() {
        assertThat(new WordCover(Map.of()).of(List.of("invoice"))).isZero();
    }
}
