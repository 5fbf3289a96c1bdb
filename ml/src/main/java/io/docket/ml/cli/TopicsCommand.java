package io.docket.ml.cli;

import io.docket.ml.io.LanguageModelFolder;
import io.docket.ml.io.ModelDirectory;
import io.docket.ml.io.TokenizerFile;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.kernel.Precision;
import io.docket.ml.kernel.cpu.CpuKernels;
import io.docket.ml.linear.TopicVectorTrainer;
import io.docket.ml.text.Tokenizer;
import io.docket.ml.train.TokenStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code docket ml topics}: adds vectors of tokens by their company to a base model. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Learn vectors of tokens by the company they keep, and add them to a base model.",
            "The semi-supervised linear model uses them. Needs 1 GB of memory for 16,000 tokens, and about a minute."
        })
public final class TopicsCommand implements Callable<Integer> {

    private static final String TOKENIZER = "tokenizer.json";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--base", required = true, description = "The folder of the base model.")
    private Path base;

    @Option(
            names = "--tokens",
            required = true,
            description = "General text, encoded by the base's tokeniser (docket ml tokenizer encode).")
    private Path tokens;

    @Option(names = "--width", defaultValue = "256", description = "Numbers of a vector (default: ${DEFAULT-VALUE}).")
    private int width;

    @Option(names = "--threads", description = "Default: the machine's processors.")
    private Integer threads;

    @Option(names = "--seed", defaultValue = "1", description = "Of every random choice (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws IOException {
        ModelDirectory.verify(base, LanguageModelFolder.KIND);
        if (width < 1) {
            throw new ParameterException(spec.commandLine(), "--width " + width + ": give at least 1");
        }
        Tokenizer tokenizer = TokenizerFile.read(base.resolve(TOKENIZER));
        int processors = threads != null ? threads : Runtime.getRuntime().availableProcessors();
        try (Kernels kernels = new CpuKernels(processors, Precision.MIXED)) {
            var vectors = new TopicVectorTrainer(kernels, tokenizer).train(TokenStream.read(tokens), width, seed);
            List<Path> files = files();
            ModelDirectory.write(base, LanguageModelFolder.KIND, aside -> {
                for (Path file : files) {
                    Files.copy(file, aside.resolve(file.getFileName()));
                }
                Files.delete(aside.resolve(TOKENIZER));
                vectors.write(aside);
            });
        }
        spec.commandLine().getErr().println("added vectors to " + base);
        return CommandLine.ExitCode.OK;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(base)) {
            return files.filter(file -> !file.getFileName().toString().equals(ModelDirectory.MANIFEST))
                    .toList();
        }
    }
}
