package io.docket.ml.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VocabularyAdaptationTest {

    private static Vocabulary vocabulary(String... words) {
        List<String> tokens = new ArrayList<>(SpecialTokens.ALL.subList(0, 3));
        tokens.addAll(List.of(words));
        return new Vocabulary(tokens);
    }

    @Test
    void copiesKnownRowsAndGivesNewWordsTheMean() {
        VocabularyAdaptation adaptation =
                new VocabularyAdaptation(vocabulary("lease", "tenant"), vocabulary("tenant", "printer"));
        float[] old = {0, 0, 1, 1, 2, 2, 3, 6, 4, 11}; // xxunk, xxpad, xxbos, lease, tenant
        assertThat(adaptation.adapt(old, 2)).containsExactly(0, 0, 1, 1, 2, 2, 4, 11, 2, 4);
        assertThat(adaptation.carriedOver()).isEqualTo(4);
    }

    @Test
    void matchesByTextWhenTheMarksHaveAnotherOrder() {
        Vocabulary old = new Vocabulary(List.of("xxbos", "xxpad", "xxunk"));
        float[] bias = {10, 20, 30};
        assertThat(new VocabularyAdaptation(old, vocabulary()).adapt(bias, 1)).containsExactly(30, 20, 10);
    }
}
