package io.docket.web.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.web.problem.ProblemException;
import org.junit.jupiter.api.Test;

class UploadPathTest {
    @Test
    void foldersOfAnySystemAreFolders() {
        assertThat(UploadPath.parse("matter\\mail/a.eml").value()).isEqualTo("matter/mail/a.eml");
        assertThat(UploadPath.parse("/./matter//a.eml").value()).isEqualTo("matter/a.eml");
        assertThat(UploadPath.parse("matter/a.eml").name()).isEqualTo("a.eml");
    }

    @Test
    void namesMayBeInAnyScript() {
        for (String name :
                new String[] {"契約書.pdf", "договор.docx", "اتفاقية.txt", "σύμβαση.eml", "समझौता.html", "💼.txt"}) {
            assertThat(UploadPath.parse("folder/" + name).value()).isEqualTo("folder/" + name);
        }
    }

    @Test
    void composedAndDecomposedLettersAreOneName() {
        assertThat(UploadPath.parse("Mu\u0308ller.txt")).isEqualTo(UploadPath.parse("M\u00fcller.txt"));
    }

    @Test
    void aPathThatLeavesItsFolderIsRefusedByName() {
        assertThatThrownBy(() -> UploadPath.parse("a/../../etc/passwd"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("a/../../etc/passwd");
        assertThatThrownBy(() -> UploadPath.parse("a\\..\\b")).isInstanceOf(ProblemException.class);
        assertThat(UploadPath.parse("a..b/..c").value()).isEqualTo("a..b/..c");
    }

    @Test
    void emptyAndUnprintablePathsAreRefused() {
        assertThatThrownBy(() -> UploadPath.parse("")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> UploadPath.parse(null)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> UploadPath.parse("///")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> UploadPath.parse("a\u0000b")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> UploadPath.parse("a\nb")).isInstanceOf(ProblemException.class);
    }

    @Test
    void longPathsAreRefusedWithTheirLength() {
        assertThatThrownBy(() -> UploadPath.parse("x".repeat(1_025))).hasMessageContaining("1025");
        assertThat(UploadPath.parse("x".repeat(1_024)).value()).hasSize(1_024);
    }
}
