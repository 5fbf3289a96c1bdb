package io.docket.ml.cli;

import io.docket.ml.io.Corpus;
import io.docket.ml.io.TokenStreamWriter;
import io.docket.ml.io.TokenizerFile;
import io.docket.ml.text.SubwordTokenizer;
import io.docket.ml.text.SubwordTrainer;
import io.docket.ml.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code docket ml tokenizer}: learns subword pieces from text, and encodes text with them. */
@Command(
        name = "tokenizer",
        mixinStandardHelpOptions = true,
        description = "Learn subword pieces from text, or encode text with them.",
        subcommands = {TokenizerCommand.Train.class, TokenizerCommand.Encode.class})
public final class TokenizerCommand {

    /** Learns pieces. */
    @Command(name = "train", mixinStandardHelpOptions = true, description = "Learn subword pieces from text.")
    static final class Train implements Callable<Integer> {
        @Option(
                names = "--text",
                required = true,
                arity = "1..*",
                description = "UTF-8 text, also gzip; blank lines end documents.")
        private List<Path> texts;

        @Option(names = "--size", defaultValue = "16000", description = "Pieces to learn (default: ${DEFAULT-VALUE}).")
        private int size;

        @Option(names = "--out", required = true, description = "The tokeniser file to write (JSON).")
        private Path out;

        @Override
        public Integer call() throws IOException {
            SubwordTrainer trainer = new SubwordTrainer();
            for (Path text : texts) {
                Corpus.read(text, trainer::add);
                System.err.println("read " + text);
            }
            SubwordTokenizer tokenizer = trainer.train(size);
            Files.createDirectories(out.toAbsolutePath().getParent());
            TokenizerFile.write(tokenizer, out);
            System.err.println("wrote " + tokenizer.vocabulary().size() + " pieces to " + out);
            return CommandLine.ExitCode.OK;
        }
    }

    /** Encodes a corpus. */
    @Command(
            name = "encode",
            mixinStandardHelpOptions = true,
            description = "Encode text as a stream of 16-bit ids with its counts beside it.")
    static final class Encode implements Callable<Integer> {
        @Option(names = "--tokenizer", required = true, description = "The tokeniser file.")
        private Path tokenizerFile;

        @Option(
                names = "--text",
                required = true,
                arity = "1..*",
                description = "UTF-8 text, also gzip; blank lines end documents.")
        private List<Path> texts;

        @Option(names = "--out", required = true, description = "The stream to write.")
        private Path out;

        @Override
        public Integer call() throws IOException {
            Tokenizer tokenizer = TokenizerFile.read(tokenizerFile);
            long begin = System.nanoTime();
            try (TokenStreamWriter writer = new TokenStreamWriter(out, tokenizer)) {
                for (Path text : texts) {
                    Corpus.read(text, writer::add);
                }
                double seconds = (System.nanoTime() - begin) / 1e9;
                System.err.printf(
                        Locale.ROOT,
                        "encoded %,d documents, %,d tokens, %.0f tokens/s%n",
                        writer.counts().documents(),
                        writer.counts().tokens(),
                        writer.counts().tokens() / seconds);
            }
            return CommandLine.ExitCode.OK;
        }
    }
}
