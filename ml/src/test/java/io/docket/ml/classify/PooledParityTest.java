package io.docket.ml.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.docket.ml.io.FastaiWeights;
import io.docket.ml.kernel.cpu.CpuKernels;
import io.docket.ml.model.CellType;
import io.docket.ml.model.Encoder;
import io.docket.ml.model.EncoderConfig;
import io.docket.ml.model.ParameterSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A batch of three texts, one of them longer than the 1,440 tokens that are pooled, must give the vectors of PyTorch. */
final class PooledParityTest {

    @Test
    void poolsABatchOfThreeLengthsAsPyTorchDoes() throws Exception {
        Path set = Path.of(FastaiWeights.class.getResource("fastai/zip").toURI());
        FastaiWeights weights = FastaiWeights.read(set.resolve("lstm.pth"), set.resolve("itos.pkl"));
        EncoderConfig sizes = new EncoderConfig(
                weights.vocabulary().size(), weights.embedding(), weights.hidden(), weights.layers(), CellType.LSTM);
        JsonNode cases = new ObjectMapper()
                .readTree(Files.readAllBytes(set.resolve("pooled.json")))
                .get("cases");
        int[][] texts = new int[cases.size()][];
        for (int text = 0; text < texts.length; text++) {
            int tokens = cases.get(text).get("tokens").asInt();
            texts[text] = new int[tokens];
            Arrays.setAll(texts[text], i -> (int) (((long) i * i * 7 + i * 3L + tokens) % sizes.vocabulary()));
        }
        try (CpuKernels kernels = new CpuKernels(2);
                ParameterSet parameters = new ParameterSet(kernels, Encoder.specs(sizes))) {
            ClassifierTraining.fill(parameters, weights.tensors());
            try (Encoder encoder = new Encoder(kernels, sizes, parameters);
                    PooledEncoder pooled = new PooledEncoder(kernels, encoder, texts.length)) {
                float[] vectors = pooled.pool(texts);
                for (int text = 0; text < texts.length; text++) {
                    JsonNode expected = cases.get(text).get("pooledLastMaxMean");
                    for (int i = 0; i < expected.size(); i++) {
                        assertThat((double) vectors[text * pooled.pooledWidth() + i])
                                .as("%s tokens, value %s", texts[text].length, i)
                                .isCloseTo(expected.get(i).asDouble(), within(1e-4));
                    }
                }
            }
        }
    }
}
