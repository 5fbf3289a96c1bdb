package io.docket.web.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class DemoFilesTest {

    private static final String ENCRYPTED = "term-sheet-locked.pdf";

    private static final DemoCollection CONTRACTS = new DemoFiles(DemoFiles.SEED).contracts();
    private static final DemoCollection TICKETS = new DemoFiles(DemoFiles.SEED).tickets();

    @Test
    void theSameSeedGivesTheSameBytes() {
        List<DemoFile> once = CONTRACTS.files();
        List<DemoFile> again = new DemoFiles(DemoFiles.SEED).contracts().files();

        assertThat(again).hasSameSizeAs(once);
        for (int i = 0; i < once.size(); i++) {
            assertThat(again.get(i).path()).isEqualTo(once.get(i).path());
            if (!once.get(i).path().endsWith(ENCRYPTED)) {
                assertThat(again.get(i).content())
                        .as(once.get(i).path())
                        .isEqualTo(once.get(i).content());
            }
        }
    }

    @Test
    void everyTypeHasExamplesAndMoreToPredict() {
        for (DemoCollection collection : List.of(CONTRACTS, TICKETS)) {
            Map<String, Long> labelled = collection.labelled().stream()
                    .collect(Collectors.groupingBy(file -> file.type().orElseThrow(), Collectors.counting()));

            assertThat(labelled.keySet()).containsExactlyInAnyOrderElementsOf(collection.labels());
            assertThat(labelled.values()).allMatch(count -> count >= 8);
            assertThat(collection.labelled().size())
                    .isLessThan(collection.files().size() / 2);
            assertThat(collection.labelsCsv().lines())
                    .hasSize(collection.labelled().size() + 1);
        }
    }

    @Test
    void hardDocumentsAreLeftToTheClassifier() {
        for (DemoCollection collection : List.of(CONTRACTS, TICKETS)) {
            assertThat(collection.files())
                    .filteredOn(file -> file.path().startsWith("to-sort/"))
                    .hasSize(30);
            assertThat(collection.labelled()).noneMatch(file -> file.path().startsWith("to-sort/"));
        }
    }

    @Test
    void pathsAreUniqueAndContentsDiffer() {
        for (DemoCollection collection : List.of(CONTRACTS, TICKETS)) {
            Set<String> paths = collection.files().stream().map(DemoFile::path).collect(Collectors.toSet());
            Set<String> contents = new HashSet<>();
            collection.files().forEach(file -> contents.add(new String(file.content(), StandardCharsets.ISO_8859_1)));

            assertThat(paths).hasSameSizeAs(collection.files());
            assertThat(contents).hasSameSizeAs(collection.files());
        }
    }

    @Test
    void noTemplateSlotIsLeftOpen() throws Exception {
        for (DemoFile file : CONTRACTS.files()) {
            if (file.path().endsWith(".pdf") && file.type().isPresent()) {
                try (PDDocument document = Loader.loadPDF(file.content())) {
                    assertThat(new PDFTextStripper().getText(document)).doesNotContain("{", "?");
                }
            }
        }
        for (DemoFile file : TICKETS.files()) {
            assertThat(new String(file.content(), StandardCharsets.UTF_8)).doesNotContain("{", "}");
        }
    }
}
