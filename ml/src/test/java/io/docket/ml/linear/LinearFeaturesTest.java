package io.docket.ml.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinearFeaturesTest {

    @Test
    void readsWordsWithTheirPlaces() {
        assertThat(words("It's 5€, Żółć_1 ok?")).containsExactly("It", "s", "5", "€", "Żółć_1", "ok", "?");
        assertThat(words("契約書 to ไทย")).containsExactly("契", "約", "書", "to", "ไ", "ท", "ย");
        assertThat(words("  ,.- ")).isEmpty();
        assertThat(words("")).isEmpty();
    }

    @Test
    void foldsCase() {
        Words words = new Words();
        words.read("Ärger ÄRGER other");
        assertThat(words.hash(0)).isEqualTo(words.hash(1)).isNotEqualTo(words.hash(2));
    }

    @Test
    void weighsByRarityAsInTheFormula() {
        FeatureSettings words = new FeatureSettings(1, 0, 0, 1, 100);
        Vectorizer vectorizer = Vectorizer.learn(words, List.of("cat dog", "cat cow", "cat"));
        SparseVector vector = vectorizer.vector("cat dog dog unknown");
        double cat = Math.log(4.0 / 4) + 1;
        double dog = (1 + Math.log(2)) * (Math.log(4.0 / 2) + 1);
        double length = Math.sqrt(cat * cat + dog * dog);
        assertThat(vector.values()).hasSize(2);
        assertThat(List.of((double) vector.values()[0], (double) vector.values()[1]))
                .usingElementComparator((one, other) -> Math.abs(one - other) < 1e-6 ? 0 : Double.compare(one, other))
                .containsExactlyInAnyOrder(cat / length, dog / length);
    }

    @Test
    void keepsTheMostFrequentFeatures() {
        Vectorizer vectorizer = Vectorizer.learn(
                new FeatureSettings(1, 0, 0, 1, 2), List.of("common also rare", "common also", "common"));
        assertThat(vectorizer.vocabulary().size()).isEqualTo(2);
        assertThat(vectorizer.vector("rare").indices()).isEmpty();
        assertThat(vectorizer.vector("common also").indices()).hasSize(2);
    }

    @Test
    void characterPartHasItsOwnLength() {
        FeatureSettings both = new FeatureSettings(1, 3, 5, 0.5f, 1_000);
        Vectorizer vectorizer = Vectorizer.learn(both, List.of("lawyer", "lawsuit"));
        double squares = 0;
        for (float value : vectorizer.vector("lawyer").values()) {
            squares += (double) value * value;
        }
        assertThat(squares).isEqualTo(1 + 0.25, within(1e-5));
        assertThat(vectorizer.vector("law").indices()).isNotEmpty();
    }

    @Test
    void longTextsTakeNoMoreThanTheirFeatures() {
        Vectorizer vectorizer = Vectorizer.learn(new FeatureSettings(2, 3, 5, 1, 1_000), List.of("a small text", "b"));
        assertThat(vectorizer.vector("a small text ".repeat(100_000)).indices().length)
                .isLessThanOrEqualTo(vectorizer.vocabulary().size());
    }

    private static List<String> words(String text) {
        Words words = new Words();
        words.read(text);
        List<String> found = new ArrayList<>();
        for (int word = 0; word < words.count(); word++) {
            found.add(text.substring(words.start(word), words.end(word)));
        }
        return found;
    }
}
