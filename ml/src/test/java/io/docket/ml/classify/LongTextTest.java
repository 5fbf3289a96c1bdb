package io.docket.ml.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.docket.ml.BaseModel;
import io.docket.ml.Cancellation;
import io.docket.ml.DocumentEncoder;
import io.docket.ml.GeneratedRows;
import io.docket.ml.LabelMode;
import io.docket.ml.LabelledText;
import io.docket.ml.NeuralOptions;
import io.docket.ml.TextSource;
import io.docket.ml.TinyBase;
import io.docket.ml.TrainingListener;
import io.docket.ml.WeightedSpan;
import io.docket.ml.champion.CandidateModel;
import io.docket.ml.champion.CandidateTask;
import io.docket.ml.champion.CandidateTrainer;
import io.docket.ml.model.CellType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A book is labelled, explained and turned into a vector like a letter, without memory that grows with it. */
final class LongTextTest {

    private static final List<LabelledText> ROWS = GeneratedRows.single(30, 0, 5);
    private static final List<String> LABELS = List.of("billing", "lease", "support");

    /** A sentence of twelve words; a million of them would be as good. */
    private static final String SENTENCE = "Please see the tenant of the premises on the page and regards. ";

    private static final int SENTENCES = 40_000;

    @TempDir
    private Path folder;

    @Test
    void aTextOfMegabytesIsReadExplainedAndEncoded() throws IOException {
        String book = SENTENCE.repeat(SENTENCES);
        assertThat(book.length()).isGreaterThan(2_000_000);
        try (CandidateTrainer.Prepared prepared = new UlmfitTrainer().prepare(task());
                CandidateModel model = prepared.fit(ROWS, true)) {
            assertThat(model.logits(List.of(book, "the tenant"))[0]).hasSize(LABELS.size());

            List<WeightedSpan> spans = model.explain(book, 1);
            assertThat(spans).isNotEmpty().hasSizeLessThanOrEqualTo(50).allSatisfy(span -> {
                assertThat(book.substring(span.start(), span.end())).isNotBlank();
                assertThat(span.weight()).isBetween(-1.0, 1.0);
            });

            // what lies beyond the first 11,520 tokens is not read
            DocumentEncoder vectors = model.encoder().orElseThrow();
            float[] vector = vectors.encode(List.of(book)).getFirst();
            float[] ofItsBeginning =
                    vectors.encode(List.of(SENTENCE.repeat(SENTENCES / 10))).getFirst();
            assertThat(vector).containsExactly(ofItsBeginning, within(1e-6f));
        }
    }

    private CandidateTask task() throws IOException {
        return new CandidateTask(
                ROWS,
                LABELS,
                LabelMode.SINGLE,
                TextSource.empty(),
                new BaseModel.Folder(TinyBase.write(folder.resolve("base"), ROWS, CellType.LSTM)),
                NeuralOptions.defaults(),
                3,
                1,
                Optional.empty(),
                Optional.empty(),
                TrainingListener.silent(),
                new Cancellation());
    }
}
