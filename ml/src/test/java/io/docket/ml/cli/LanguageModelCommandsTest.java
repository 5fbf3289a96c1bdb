package io.docket.ml.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.docket.ml.io.Corpus;
import io.docket.ml.io.LanguageModelFolder;
import io.docket.ml.io.TensorType;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.kernel.cpu.CpuKernels;
import io.docket.ml.model.CellType;
import io.docket.ml.model.Encoder;
import io.docket.ml.model.EncoderConfig;
import io.docket.ml.model.LanguageModel;
import io.docket.ml.text.SubwordTokenizer;
import io.docket.ml.text.SubwordTrainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Tuning and measuring from the command line, on a text of a few hundred words. */
class LanguageModelCommandsTest {

    private static final int EMBEDDING = 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aModelIsTunedAndMeasured() throws IOException {
        Path text = text();
        Path model = folder.resolve("model");
        writeModel(model);
        JsonNode before = perplexity(model, text);
        assertThat(before.get("words").asInt()).isEqualTo(600);
        double perToken = before.get("perplexityPerToken").asDouble();
        assertThat(Math.log(perToken))
                .isCloseTo(before.get("meanNegativeLogLikelihood").asDouble(), within(1e-9));
        assertThat(Math.log(before.get("perplexityPerWord").asDouble()) * 600)
                .isCloseTo(Math.log(perToken) * before.get("tokens").asInt(), within(1e-6));
        assertThat(before.get("bitsPerCharacter").asDouble()).isPositive();

        Path tuned = folder.resolve("tuned");
        assertThat(run("tune", "--base", model, "--text", text, "--out", tuned, "--epochs", 3, "--json"))
                .as(err.toString())
                .isZero();
        assertThat(perplexity(tuned, text).get("perplexityPerToken").asDouble()).isLessThan(perToken);

        assertThat(run("logits", "--model", tuned, "--ids", "2,17,5", "--json")).isZero();
        JsonNode logits = json();
        assertThat(logits.get("lastLogits").size()).isGreaterThan(270);
        assertThat(logits.get("pooledLastMaxMean").size()).isEqualTo(3 * EMBEDDING);
        assertThat(logits.get("meanNegativeLogLikelihood").asDouble()).isPositive();
        assertThat(run("logits", "--model", tuned, "--ids", "2,999999")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("999999");
    }

    @Test
    void pretrainingSaysWhatItNeeds() {
        assertThat(run("pretrain", "--out", folder.resolve("run"), "--resume")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("no checkpoint");
        assertThat(run("pretrain", "--out", folder.resolve("run"))).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--text FILE");
    }

    @Test
    void aBackwardModelBeginsWithTheVectorsOfTheForwardOne() throws IOException {
        Path forward = folder.resolve("forward");
        writeModel(forward, 256);
        Path tokenizer = forward.resolve("tokenizer.json");
        Object[] pretrain = {
            "pretrain",
            "--text",
            text(),
            "--tokenizer",
            tokenizer,
            "--direction",
            "backward",
            "--batch",
            2,
            "--bptt",
            20,
            "--decay-steps",
            2,
            "--rate",
            "0.000001",
            "--vectors",
            forward,
            "--out",
            folder.resolve("run")
        };
        assertThat(run(pretrain)).as(err.toString()).isZero();
        try (Kernels kernels = new CpuKernels(1);
                LanguageModelFolder.Opened one = LanguageModelFolder.open(forward, kernels);
                LanguageModelFolder.Opened other =
                        LanguageModelFolder.open(folder.resolve("run").resolve("model"), kernels)) {
            assertThat(other.companion().backward()).isTrue();
            assertThat(vectors(other)).usingComparatorWithPrecision(1e-4f).containsExactly(vectors(one));
        }
        writeModel(forward, EMBEDDING);
        pretrain[pretrain.length - 1] = folder.resolve("other");
        assertThat(run(pretrain)).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("another vocabulary or size").contains("256");
    }

    @Test
    void theShippedBaseReadsBothWays() throws IOException {
        Path english = Files.writeString(folder.resolve("english.txt"), """
                The tenant shall pay the rent on the first day of each month. If the payment is late, the landlord may charge a fee.
                Either party may end this agreement by giving written notice of thirty days to the other party.

                To reset your password, open the settings page and select the account that you want to change. The system sends a
                message to your address. If you do not receive it, contact the administrator of your organisation.
                """);
        Path forward = Path.of("models", "base-en");
        Path backward = LanguageModelFolder.backward(forward).orElseThrow();
        for (Path base : List.of(forward, backward)) {
            // read from the wrong end, or with other tokens, it would be thousands
            assertThat(perplexity(base, english).get("perplexityPerToken").asDouble())
                    .as(base.toString())
                    .isLessThan(100);
        }
    }

    private static float[] vectors(LanguageModelFolder.Opened opened) {
        return opened.model().parameters().get(Encoder.EMBEDDING).values().toArray();
    }

    @Test
    void tuningRefusesWhatMakesNoSense() throws IOException {
        Path text = text();
        Path model = folder.resolve("model");
        writeModel(model);
        Path tuned = folder.resolve("tuned");
        for (String[] senseless : new String[][] {
            {"--epochs", "0"},
            {"--rate", "-1"},
            {"--rate", "NaN"},
            {"--dropout", "9"},
            {"--max-minutes", "0"},
            {"--threads", "0"},
            {"--direction", "backward"},
            {"--direction", "sideways"},
            {"--schedule", "x"}
        }) {
            assertThat(run("tune", "--base", model, "--text", text, "--out", tuned, senseless[0], senseless[1]))
                    .as(String.join(" ", senseless))
                    .isEqualTo(CommandLine.ExitCode.USAGE);
            assertThat(err.toString().lines().toList().getLast()).contains(senseless[0]);
        }
        assertThat(run("tune", "--base", model, "--text", text, "--out", tuned, "--resume"))
                .isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("to resume from");
        assertThat(tuned).doesNotExist();
    }

    /** A model of random weights, far smaller than the presets. */
    private void writeModel(Path target) throws IOException {
        writeModel(target, EMBEDDING);
    }

    private void writeModel(Path target, int embedding) throws IOException {
        SubwordTrainer trainer = new SubwordTrainer();
        Corpus.read(text(), trainer::add);
        SubwordTokenizer tokenizer = trainer.train(400);
        EncoderConfig sizes =
                new EncoderConfig(tokenizer.vocabulary().size(), embedding, 2 * embedding, 3, CellType.LSTM);
        try (Kernels kernels = new CpuKernels(1);
                LanguageModel model = LanguageModel.initialise(kernels, sizes, 1)) {
            LanguageModelFolder.write(
                    target,
                    model,
                    new LanguageModelFolder.Companion(tokenizer, false, new TreeMap<>()),
                    TensorType.F32);
        }
    }

    private JsonNode perplexity(Path model, Path text) throws IOException {
        assertThat(run("perplexity", "--model", model, "--text", text, "--json"))
                .as(err.toString())
                .isZero();
        return json();
    }

    private JsonNode json() throws IOException {
        return JSON.readTree(out.toString());
    }

    private int run(Object... arguments) {
        out.getBuffer().setLength(0);
        String[] strings = new String[arguments.length];
        for (int i = 0; i < strings.length; i++) {
            strings[i] = arguments[i].toString();
        }
        return MlCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(strings);
    }

    /** Forty documents of fifteen words out of twenty. */
    private Path text() throws IOException {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        for (int document = 0; document < 40; document++) {
            for (int word = 0; word < 15; word++) {
                text.append("word").append((char) ('a' + random.nextInt(20))).append(word < 14 ? ' ' : '\n');
            }
            text.append('\n');
        }
        return Files.writeString(folder.resolve("text.txt"), text);
    }
}
