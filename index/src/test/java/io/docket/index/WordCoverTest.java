package io.docket.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WordCoverTest {
    private static final WordCover COVER = new WordCover(Map.of("invoice", 3.0, "late", 1.0), List.of());

    @Test
    void countsWordsByTheirRarity() {
        assertThat(COVER.of(Set.of("invoice", "late", "other"))).isEqualTo(1);
        assertThat(COVER.of(Set.of("invoice"))).isEqualTo(0.75);
        assertThat(COVER.of(Set.of("late"))).isEqualTo(0.25);
        assertThat(COVER.of(Set.of("zebra"))).isZero();
        assertThat(COVER.of(Set.of())).isZero();
    }

    @Test
    void whatCoversEverythingCoversExactlyOne() {
        Random random = RandomSource.create("WordCoverTest");
        for (int round = 0; round < 1_000; round++) {
            Map<String, Double> weights = new LinkedHashMap<>();
            for (int word = 0; word < 2 + round % 7; word++) {
                weights.put("word" + word, 10 * random.nextDouble());
            }
            assertThat(new WordCover(weights, List.of()).of(weights.keySet())).isEqualTo(1);
        }
    }

    @Test
    void countsNearFormsInPart() {
        // <in inv nvo voi oic ice ce> against <in inv nvo voi oic ici cin ing ng>: 5 of 7 and 9 in common
        assertThat(COVER.of(Set.of("invoicing"))).isCloseTo(0.75 * 10 / 16, within(1e-9));
        assertThat(COVER.of(Set.of("invioce"))).isLessThan(COVER.of(Set.of("invoicing")));
    }

    @Test
    void aQuestionWithoutWordsIsCoveredByNothing() {
        assertThat(new WordCover(Map.of(), List.of()).of(Set.of("invoice"))).isZero();
    }

    @Test
    void aSynonymOfWhichAllWordsAreThereCoversWhatItStandsFor() {
        WordCover cover = new WordCover(
                Map.of("vpn", 3.0, "slow", 1.0),
                List.of(new AskedWords.Alternative(Set.of("vpn"), List.of("secure", "tunnel"))));
        assertThat(cover.of(Set.of("the", "secure", "tunnel"))).isEqualTo(0.75);
        assertThat(cover.of(Set.of("the", "tunnel"))).isZero();
    }
}
