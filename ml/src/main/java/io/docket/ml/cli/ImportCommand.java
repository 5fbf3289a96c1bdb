package io.docket.ml.cli;

import io.docket.ml.io.FastaiWeights;
import io.docket.ml.io.LanguageModelFolder;
import io.docket.ml.io.ModelDirectory;
import io.docket.ml.io.TensorType;
import io.docket.ml.model.CellType;
import io.docket.ml.model.EncoderConfig;
import io.docket.ml.text.WordTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code docket ml import}: makes a language-model folder of the files that fastai publishes. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Import an AWD-LSTM language model that fastai published.",
            "Both PyTorch file forms are read, as data: a file that could run a program is refused."
        })
public final class ImportCommand implements Callable<Integer> {

    @Option(names = "--weights", required = true, description = "lstm.pth: a state dictionary, also under 'model'.")
    private Path weights;

    @Option(names = "--vocabulary", required = true, description = "itos.pkl: the list of words.")
    private Path vocabulary;

    @Option(names = "--out", required = true, description = "Folder of the language model.")
    private Path out;

    @Option(names = "--backward", description = "The model reads texts from their end.")
    private boolean backward;

    @Override
    public Integer call() throws IOException {
        FastaiWeights imported = FastaiWeights.read(weights, vocabulary);
        EncoderConfig sizes = new EncoderConfig(
                imported.vocabulary().size(),
                imported.embedding(),
                imported.hidden(),
                imported.layers(),
                CellType.LSTM);
        SortedMap<String, String> provenance = new TreeMap<>();
        provenance.put("origin", "imported from fastai's format");
        provenance.put("weightsSha256", ModelDirectory.sha256(weights));
        provenance.put("vocabularySha256", ModelDirectory.sha256(vocabulary));
        LanguageModelFolder.write(
                out,
                sizes,
                imported.tensors(),
                new LanguageModelFolder.Companion(new WordTokenizer(imported.vocabulary()), backward, provenance),
                TensorType.F32);
        System.err.println("Imported a language model of " + sizes.vocabulary() + " words (embedding "
                + sizes.embedding() + ", " + sizes.layers() + " LSTM layers of " + sizes.hidden() + ") to " + out);
        return CommandLine.ExitCode.OK;
    }
}
