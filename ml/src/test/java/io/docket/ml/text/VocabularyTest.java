package io.docket.ml.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class VocabularyTest {

    @Test
    void keepsFrequentWordsBehindTheSpecialsAndPadsToEights() {
        Map<String, Integer> counts = Map.of("the", 9, "of", 5, "and", 5, "rare", 2);
        Vocabulary vocabulary = Vocabulary.build(counts, 3, 60_000);
        assertThat(vocabulary.tokens().subList(0, 9)).isEqualTo(SpecialTokens.ALL);
        assertThat(vocabulary.tokens().subList(9, 12)).containsExactly("the", "and", "of");
        assertThat(vocabulary.size()).isEqualTo(16);
        assertThat(vocabulary.id("rare")).isEqualTo(SpecialTokens.UNKNOWN);
        assertThat(vocabulary.contains(Vocabulary.FILLER)).isFalse();
    }

    @Test
    void addsEightFillersToAMultipleOfEightAsFastaiDoes() {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            counts.put("w" + i, 3);
        }
        assertThat(Vocabulary.build(counts, 3, 48).size()).isEqualTo(56);
    }

    @Test
    void refusesAListWithoutTheMarks() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Vocabulary(List.of("the", "of")))
                .withMessageContaining("xxunk");
    }

    @Test
    void namesItselfByItsTokens() {
        Vocabulary one = Vocabulary.build(Map.of("a", 3), 3, 100);
        Vocabulary same = Vocabulary.build(Map.of("a", 7), 3, 100);
        Vocabulary other = Vocabulary.build(Map.of("b", 3), 3, 100);
        assertThat(one.fingerprint()).isEqualTo(same.fingerprint()).isNotEqualTo(other.fingerprint());
    }
}
