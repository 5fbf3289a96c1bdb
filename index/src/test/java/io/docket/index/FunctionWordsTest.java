package io.docket.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FunctionWordsTest {

    @Test
    void eachLanguageHasItsOwnAsTheIndexWritesThem() {
        for (String language :
                List.of("da", "de", "en", "es", "fi", "fr", "hu", "it", "nl", "no", "pt", "ru", "sv", "zz", "")) {
            assertThat(FunctionWords.of(language)).as(language).hasSizeGreaterThan(50);
        }
        assertThat(FunctionWords.of("en")).contains("how", "your", "shall").doesNotContain("war", "printer");
        assertThat(FunctionWords.of("de")).contains("war", "fur").doesNotContain("für", "how");
        assertThat(FunctionWords.of("ja")).isEqualTo(FunctionWords.of("en"));
    }
}
