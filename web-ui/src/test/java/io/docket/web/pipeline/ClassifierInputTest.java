package io.docket.web.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClassifierInputTest {

    @Test
    void theSubjectAndTheWordsOfTheNameComeFirst() {
        ClassifierInput input =
                ClassifierInput.of("Printer on fire", "ACME_2006-EX-10.1-OUTSOURCING AGREEMENT.docx", "Text.");

        assertThat(input.head()).isEqualTo("Printer on fire\nACME EX OUTSOURCING AGREEMENT\n\n");
        assertThat(input.text()).isEqualTo("Text.");
        assertThat(input.whole()).isEqualTo(input.head() + "Text.");
    }

    @Test
    void aNameThatRepeatsTheTitleOrSaysNothingIsLeftOut() {
        assertThat(ClassifierInput.of("Lease of a flat", "lease-of.pdf", "").head())
                .isEqualTo("Lease of a flat\n\n");
        assertThat(ClassifierInput.of(" ", "00017.eml", "").head()).isEmpty();
        assertThat(ClassifierInput.of("", "x", "").head()).isEmpty();
    }

    @Test
    void wordsWrittenTogetherAreTakenApart() {
        assertThat(ClassifierInput.of("", "serviceAgreementÜber.final.pdf", "").head())
                .isEqualTo("service Agreement Über final\n\n");
        assertThat(ClassifierInput.of("", ".profile", "").head()).isEqualTo("profile\n\n");
    }
}
