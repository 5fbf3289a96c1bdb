package io.docket.ml.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.docket.ml.kernel.Floats;
import io.docket.ml.kernel.cpu.CpuKernels;
import io.docket.ml.model.CellType;
import io.docket.ml.model.EncoderConfig;
import io.docket.ml.model.EncoderPass;
import io.docket.ml.model.EncoderState;
import io.docket.ml.model.LanguageModel;
import io.docket.ml.text.WordTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imported models must give PyTorch's answers, through a folder on disk, to 1e-4. */
final class FastaiParityTest {
    /** The public parity set: <repository>/../shared/data, or where DOCKET_DATA says. */
    private static final Path DATA = Path.of(System.getenv().getOrDefault("DOCKET_DATA", "../../shared/data"));

    @TempDir
    private Path folder;

    @Test
    void agreesOnTheStreamOfBefore2020() throws Exception {
        checkParity(Path.of(FastaiParityTest.class.getResource("fastai/stream").toURI()));
    }

    @Test
    void agreesOnTheZip() throws Exception {
        checkParity(Path.of(FastaiParityTest.class.getResource("fastai/zip").toURI()));
    }

    @Test
    @Tag("wide")
    void agreesOnThePublicParitySet() throws IOException {
        for (String name : new String[] {"parity/legacy-stream", "parity/zip"}) {
            Path set = DATA.resolve(name);
            assertThat(set)
                    .as("data of the wide tests; set DOCKET_DATA to the folder that holds parity/")
                    .isDirectory();
            checkParity(set);
        }
    }

    private void checkParity(Path set) throws IOException {
        FastaiWeights weights = FastaiWeights.read(set.resolve("lstm.pth"), set.resolve("itos.pkl"));
        EncoderConfig sizes = new EncoderConfig(
                weights.vocabulary().size(), weights.embedding(), weights.hidden(), weights.layers(), CellType.LSTM);
        Path model = folder.resolve("model");
        LanguageModelFolder.write(
                model,
                sizes,
                weights.tensors(),
                new LanguageModelFolder.Companion(new WordTokenizer(weights.vocabulary()), false, new TreeMap<>()),
                TensorType.F32);
        JsonNode expected = new ObjectMapper().readTree(Files.readAllBytes(set.resolve("expected.json")));
        try (CpuKernels kernels = new CpuKernels(1);
                LanguageModelFolder.Opened opened = LanguageModelFolder.open(model, kernels)) {
            for (JsonNode sequence : expected.get("cases")) {
                check(opened.model(), sequence);
            }
        }
    }

    private static void check(LanguageModel model, JsonNode expected) {
        int[] ids = new int[expected.get("ids").size()];
        Arrays.setAll(ids, i -> expected.get("ids").get(i).asInt());
        int width = model.config().embedding();
        try (EncoderPass pass = model.encoder().newPass(ids.length, 1);
                EncoderState state = model.encoder().newState(1)) {
            Floats output = pass.forward(ids, ids.length, 1, state);
            float[] outputs = output.toArray();
            float[] last = Arrays.copyOfRange(outputs, (ids.length - 1) * width, ids.length * width);
            float[] embedding =
                    model.parameters().get("encoder.weight").values().toArray();
            float[] bias = model.parameters().get("decoder.bias").values().toArray();
            for (int word = 0; word < bias.length; word++) {
                double logit = bias[word];
                for (int i = 0; i < width; i++) {
                    logit += last[i] * embedding[word * width + i];
                }
                assertThat(logit).isCloseTo(expected.get("lastLogits").get(word).asDouble(), within(1e-4));
            }
            for (int i = 0; i < width; i++) {
                double maximum = Double.NEGATIVE_INFINITY;
                double sum = 0;
                for (int step = 0; step < ids.length; step++) {
                    maximum = Math.max(maximum, outputs[step * width + i]);
                    sum += outputs[step * width + i];
                }
                JsonNode pooled = expected.get("pooledLastMaxMean");
                assertThat((double) last[i]).isCloseTo(pooled.get(i).asDouble(), within(1e-4));
                assertThat(maximum).isCloseTo(pooled.get(width + i).asDouble(), within(1e-4));
                assertThat(sum / ids.length).isCloseTo(pooled.get(2 * width + i).asDouble(), within(1e-4));
            }
            if (ids.length > 1) {
                int[] targets = Arrays.copyOfRange(ids, 1, ids.length);
                double loss = model.loss(output, targets) / targets.length;
                assertThat(loss)
                        .isCloseTo(expected.get("meanNegativeLogLikelihood").asDouble(), within(1e-4));
            }
        }
    }
}
