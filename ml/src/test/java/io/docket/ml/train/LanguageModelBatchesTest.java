package io.docket.ml.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanguageModelBatchesTest {

    private static final TokenStream TEXT =
            TokenStream.of(List.of(new int[] {2, 10, 11, 12}, new int[] {2, 20, 21}, new int[] {2, 30, 31, 32, 33}));

    @Test
    void rowsAreContiguousAndTheLastChunkIsShorter() {
        LanguageModelBatches batches = new LanguageModelBatches(TEXT, 2, 3);
        // 11 of the 12 tokens have a successor: two rows of five
        assertThat(batches.tokens()).isEqualTo(10);
        assertThat(batches.size()).isEqualTo(2);
        assertThat(batches.chunk(0).ids()).containsExactly(2, 20, 10, 21, 11, 2);
        assertThat(batches.chunk(0).targets()).containsExactly(10, 21, 11, 2, 12, 30);
        assertThat(batches.chunk(1).steps()).isEqualTo(2);
        assertThat(batches.chunk(1).ids()).containsExactly(12, 30, 2, 31);
        assertThat(batches.chunk(1).targets()).containsExactly(2, 31, 20, 32);
    }

    @Test
    void aTextThatIsTooShortIsNamed() {
        assertThatThrownBy(() -> new LanguageModelBatches(TEXT, 12, 3)).hasMessageContaining("12 tokens are too few");
    }

    @Test
    void shufflingKeepsDocumentsWholeAndDependsOnTheSeedAlone() {
        TokenStream shuffled = TEXT.shuffled(4);
        assertThat(shuffled.size()).isEqualTo(TEXT.size());
        List<List<Integer>> documents = documents(shuffled);
        assertThat(documents).containsExactlyInAnyOrderElementsOf(documents(TEXT));
        assertThat(documents).isEqualTo(documents(TEXT.shuffled(4)));
    }

    /** A run that goes on from a checkpoint of another day relies on this very order. */
    @Test
    void tenDocumentsComeInAnOrderThatMayNotChange() {
        List<int[]> documents = new java.util.ArrayList<>();
        for (int document = 0; document < 10; document++) {
            documents.add(new int[] {2, 100 + document, 200 + document});
        }
        TokenStream shuffled = TokenStream.of(documents).shuffled(1);
        assertThat(documents(shuffled).stream().map(document -> document.get(1) - 100))
                .containsExactly(6, 9, 8, 7, 1, 0, 5, 4, 2, 3);
        LanguageModelBatches batches = new LanguageModelBatches(shuffled, 2, 8);
        assertThat(batches.size()).isEqualTo(2);
        assertThat(batches.tokens()).isEqualTo(28);
        assertThat(batches.chunk(1).ids()).containsExactly(208, 104, 2, 204, 107, 2, 207, 102, 2, 202, 101, 2);
    }

    @Test
    void reversedReadsFromTheEnd() {
        TokenStream reversed = TEXT.reversed();
        assertThat(reversed.document(0)).containsExactly(33, 32, 31, 30, 2);
        assertThat(reversed.document(2)).containsExactly(12, 11, 10, 2);
    }

    @Test
    void aFileOfIdsIsReadDocumentByDocument(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("text.ids");
        Files.write(file, new byte[] {2, 0, 1, 2, 2, 0, (byte) 255, (byte) 255});
        TokenStream stream = TokenStream.read(file);
        assertThat(stream.documents()).isEqualTo(2);
        assertThat(stream.document(0)).containsExactly(2, 513);
        assertThat(stream.document(1)).containsExactly(2, 65535);
    }

    private static List<List<Integer>> documents(TokenStream stream) {
        return java.util.stream.IntStream.range(0, stream.documents())
                .mapToObj(index ->
                        java.util.Arrays.stream(stream.document(index)).boxed().toList())
                .toList();
    }
}
