package io.docket.ml.cli;

import io.docket.ml.data.TextFiles;
import io.docket.ml.io.LanguageModelFolder;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.kernel.cpu.CpuKernels;
import io.docket.ml.train.EncodedText;
import io.docket.ml.train.Perplexity;
import io.docket.ml.train.TokenStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code docket ml perplexity}: how well a language model predicts a text. */
@Command(
        name = "perplexity",
        mixinStandardHelpOptions = true,
        description = "Measure how well a language model predicts a text.")
final class PerplexityCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "Language-model folder.")
    private Path model;

    @Option(
            names = "--text",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "UTF-8 text with blank lines between documents, or CSV with a column text; also gzip.")
    private List<Path> texts;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        try (Kernels kernels = new CpuKernels(Runtime.getRuntime().availableProcessors());
                LanguageModelFolder.Opened opened = LanguageModelFolder.open(model, kernels)) {
            EncodedText text =
                    EncodedText.encode(TextFiles.of(texts), opened.companion().tokenizer());
            if (text.stream().size() < 2) {
                throw new IllegalArgumentException(texts + ": there is no text to measure on");
            }
            TokenStream stream = opened.companion().backward() ? text.stream().reversed() : text.stream();
            Perplexity measured = Perplexity.measure(opened.model(), stream);
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("tokens", measured.tokens());
            fields.put("words", text.words());
            fields.put("meanNegativeLogLikelihood", measured.meanNegativeLogLikelihood());
            fields.put("perplexityPerToken", measured.perToken());
            fields.put("perplexityPerWord", Math.exp(measured.nats() / text.words()));
            fields.put("bitsPerCharacter", measured.nats() / Math.log(2) / text.characters());
            print(fields);
        }
        return CommandLine.ExitCode.OK;
    }

    private void print(Map<String, Object> fields) {
        if (json) {
            spec.commandLine().getOut().println(Json.line(fields));
        } else {
            fields.forEach((name, value) -> spec.commandLine()
                    .getOut()
                    .println(String.format(
                            Locale.ROOT, value instanceof Double ? "%-26s %.4f" : "%-26s %d", name, value)));
        }
        spec.commandLine().getOut().flush();
    }
}
