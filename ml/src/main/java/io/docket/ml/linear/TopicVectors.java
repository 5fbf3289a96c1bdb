package io.docket.ml.linear;

import io.docket.ml.io.DamagedFileException;
import io.docket.ml.io.SafetensorsFile;
import io.docket.ml.io.SafetensorsWriter;
import io.docket.ml.io.Tensor;
import io.docket.ml.io.TensorType;
import io.docket.ml.io.TokenizerFile;
import io.docket.ml.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Vectors of tokens by the company they keep in general text, and of texts by the tokens they hold. A text's vector is the mean
 * of its tokens' in which frequent tokens count less, by a/(a + share of the token), with a = 0.001 (Arora, Liang, Ma 2017).
 * Immutable and thread-safe.
 */
public final class TopicVectors {

    private static final String FILE = "topics.safetensors";
    private static final String TOKENIZER = "tokenizer.json";
    private static final double RARITY = 1e-3;

    private final Tokenizer tokenizer;
    private final int width;
    private final float[] vectors;
    private final float[] shares;
    private final float[] common;

    /**
     * @param tokenizer of the texts
     * @param vectors {@code [tokens, width]}
     * @param shares of each token in general text
     */
    TopicVectors(Tokenizer tokenizer, float[] vectors, float[] shares) {
        if (shares.length != tokenizer.vocabulary().size() || vectors.length % Math.max(1, shares.length) != 0) {
            throw new IllegalArgumentException(vectors.length + " numbers and " + shares.length + " shares do not fit "
                    + tokenizer.vocabulary().size() + " tokens");
        }
        this.tokenizer = tokenizer;
        this.width = vectors.length / shares.length;
        this.vectors = vectors;
        this.shares = shares;
        this.common = common();
    }

    /** The vector that a very long general text would have. */
    private float[] common() {
        double[] sum = new double[width];
        double weights = 0;
        for (int id = 0; id < shares.length; id++) {
            double weight = shares[id] * RARITY / (RARITY + shares[id]);
            weights += weight;
            for (int i = 0; i < width; i++) {
                sum[i] += weight * vectors[id * width + i];
            }
        }
        float[] mean = new float[width];
        for (int i = 0; i < width && weights > 0; i++) {
            mean[i] = (float) (sum[i] / weights);
        }
        return mean;
    }

    /** Length of a vector. */
    public int width() {
        return width;
    }

    /** The weighted mean of a text's tokens, not normalised; zeros for a text without any. */
    public float[] of(String text) {
        float[] sum = new float[width];
        double weights = 0;
        for (int id : tokenizer.encode(text).ids()) {
            float weight = (float) (RARITY / (RARITY + shares[id]));
            weights += weight;
            for (int i = 0; i < width; i++) {
                sum[i] += weight * vectors[id * width + i];
            }
        }
        if (weights > 0) {
            for (int i = 0; i < width; i++) {
                sum[i] /= (float) weights;
            }
        }
        return sum;
    }

    /**
     * What sets a text apart from general text: {@link #of} less what any text has in common. The cosine of two such vectors says how
     * alike two texts are. Zeros for a text without tokens.
     */
    public float[] distinctive(String text) {
        float[] vector = of(text);
        boolean blank = true;
        for (float value : vector) {
            blank &= value == 0;
        }
        for (int i = 0; i < width && !blank; i++) {
            vector[i] -= common[i];
        }
        return vector;
    }

    /** The vectors in a folder of a base model; empty for a folder without. */
    public static Optional<TopicVectors> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Tokenizer tokenizer = TokenizerFile.read(folder.resolve(TOKENIZER));
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            return Optional.of(new TopicVectors(
                    tokenizer,
                    tensors.read("vectors").values(),
                    tensors.read("shares").values()));
        } catch (IllegalArgumentException e) {
            throw new DamagedFileException(file, "it does not fit " + TOKENIZER + ": " + e.getMessage(), e);
        }
    }

    /** Writes the vectors, in 16 bits, beside their tokeniser. */
    public void write(Path folder) throws IOException {
        TokenizerFile.write(tokenizer, folder.resolve(TOKENIZER));
        SafetensorsWriter.write(
                folder.resolve(FILE),
                List.of(
                        new Tensor("vectors", new int[] {shares.length, width}, vectors),
                        new Tensor("shares", new int[] {shares.length}, shares)),
                TensorType.F16,
                Map.of());
    }
}
