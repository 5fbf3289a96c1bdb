package io.docket.ml.linear;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LabelNamesTest {

    @Test
    void namesAreReadAsWords() {
        assertThat(LabelNames.words("card_arrival")).isEqualTo("card arrival");
        assertThat(LabelNames.words("cardArrival")).isEqualTo("card Arrival");
        assertThat(LabelNames.words("Übergabe-/Mietvertrag (2)")).isEqualTo("Übergabe Mietvertrag 2");
        assertThat(LabelNames.words("NDA")).isEqualTo("NDA");
        assertThat(LabelNames.words("--")).isEmpty();
    }
}
