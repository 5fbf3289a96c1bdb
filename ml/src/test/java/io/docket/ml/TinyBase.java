package io.docket.ml;

import io.docket.ml.io.LanguageModelFolder;
import io.docket.ml.io.TensorType;
import io.docket.ml.kernel.cpu.CpuKernels;
import io.docket.ml.model.CellType;
import io.docket.ml.model.EncoderConfig;
import io.docket.ml.model.LanguageModel;
import io.docket.ml.text.SubwordTokenizer;
import io.docket.ml.text.SubwordTrainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** A base model of a few thousand random weights, so that a test of the whole recipe takes seconds. */
public final class TinyBase {
    /** Units of its embedding, and so of its document vectors. */
    public static final int EMBEDDING = 12;

    private static final int HIDDEN = 16;
    private static final int LAYERS = 2;
    private static final int SUBWORDS = 500;

    private TinyBase() {}

    /** Writes one whose subwords are learned from the rows. */
    public static Path write(Path folder, List<LabelledText> rows, CellType cell) throws IOException {
        return write(folder, rows, cell, false);
    }

    /** Writes one that reads in either direction. */
    public static Path write(Path folder, List<LabelledText> rows, CellType cell, boolean backward) throws IOException {
        SubwordTrainer trainer = new SubwordTrainer();
        rows.forEach(row -> trainer.add(row.text()));
        SubwordTokenizer tokenizer = trainer.train(SUBWORDS);
        EncoderConfig sizes = new EncoderConfig(tokenizer.vocabulary().size(), EMBEDDING, HIDDEN, LAYERS, cell);
        try (CpuKernels kernels = new CpuKernels(1);
                LanguageModel model = LanguageModel.initialise(kernels, sizes, 1)) {
            LanguageModelFolder.write(
                    folder,
                    model,
                    new LanguageModelFolder.Companion(tokenizer, backward, new TreeMap<>()),
                    TensorType.F32);
        }
        return folder;
    }
}
