package io.docket.ml.linear;

import io.docket.ml.kernel.Floats;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.kernel.MatrixProduct;
import io.docket.ml.text.SpecialTokens;
import io.docket.ml.text.Tokenizer;
import io.docket.ml.train.TokenStream;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Learns {@link TopicVectors}: counts which tokens occur near each other, takes the positive pointwise mutual information with
 * smoothed contexts, and keeps its largest eigenvectors times the roots of their values (Levy, Goldberg, Dagan 2015, whose
 * parameters these are but for the window). As good as skip-gram for similarity, deterministic, and a minute instead of an hour.
 * Needs 4 bytes for each pair of tokens: 1 GB for a vocabulary of 16,000.
 */
public final class TopicVectorTrainer {

    private static final int WINDOW = 8;
    /** Tokens of a larger share than this are left out at random, with a probability of 1 − √(1e-4 / share). */
    private static final double FREQUENT = 1e-4;

    private static final double CONTEXT_SMOOTHING = 0.75;
    private static final int SPARE = 32;
    private static final int POWER_ITERATIONS = 4;
    private static final int MOST_TOKENS = 20_000;

    private final Kernels kernels;
    private final Tokenizer tokenizer;
    private final int tokens;

    /**
     * @throws IllegalArgumentException for a vocabulary whose pairs would not fit the memory
     */
    public TopicVectorTrainer(Kernels kernels, Tokenizer tokenizer) {
        this.kernels = kernels;
        this.tokenizer = tokenizer;
        this.tokens = tokenizer.vocabulary().size();
        if (tokens > MOST_TOKENS) {
            throw new IllegalArgumentException(
                    "topic vectors need a vocabulary of at most " + MOST_TOKENS + " tokens, this one has " + tokens);
        }
    }

    /** Learns vectors of {@code width} numbers from text encoded by the tokeniser. */
    public TopicVectors train(TokenStream text, int width, long seed) {
        double[] shares = shares(text);
        try (Floats pairs = kernels.allocate((long) tokens * tokens)) {
            count(thinned(text, shares, seed), pairs);
            toInformation(pairs);
            float[] asFloats = new float[tokens];
            for (int i = 0; i < tokens; i++) {
                asFloats[i] = (float) shares[i];
            }
            return new TopicVectors(tokenizer, eigenvectors(pairs, Math.min(width, tokens), seed), asFloats);
        }
    }

    private double[] shares(TokenStream text) {
        double[] shares = new double[tokens];
        for (int i = 0; i < text.size(); i++) {
            shares[text.id(i)]++;
        }
        for (int i = 0; i < tokens; i++) {
            shares[i] /= Math.max(1, text.size());
        }
        return shares;
    }

    /** The ids without those that are left out. */
    private static char[] thinned(TokenStream text, double[] shares, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        char[] kept = new char[text.size()];
        int count = 0;
        for (int i = 0; i < kept.length; i++) {
            int id = text.id(i);
            if (id == SpecialTokens.BEGIN || random.nextDouble() < Math.sqrt(FREQUENT / shares[id])) {
                kept[count++] = (char) id;
            }
        }
        return Arrays.copyOf(kept, count);
    }

    /** Near pairs count more, and none reaches into another document. */
    private void count(char[] ids, Floats pairs) {
        float[][] rows = new float[tokens][];
        for (int i = 0; i < ids.length; i++) {
            for (int distance = 1; distance <= WINDOW && i + distance < ids.length; distance++) {
                int one = ids[i];
                int other = ids[i + distance];
                if (one == SpecialTokens.BEGIN || other == SpecialTokens.BEGIN) {
                    break;
                }
                float weight = (float) (WINDOW - distance + 1) / WINDOW;
                row(rows, one)[other] += weight;
                row(rows, other)[one] += weight;
            }
        }
        for (int i = 0; i < tokens; i++) {
            if (rows[i] != null) {
                pairs.write((long) i * tokens, rows[i], 0, tokens);
                rows[i] = null;
            }
        }
    }

    private float[] row(float[][] rows, int token) {
        if (rows[token] == null) {
            rows[token] = new float[tokens];
        }
        return rows[token];
    }

    private void toInformation(Floats pairs) {
        double[] sums = new double[tokens];
        double smoothed = 0;
        float[] row = new float[tokens];
        for (int i = 0; i < tokens; i++) {
            pairs.read((long) i * tokens, row, 0, tokens);
            for (float value : row) {
                sums[i] += value;
            }
            smoothed += Math.pow(sums[i], CONTEXT_SMOOTHING);
        }
        double[] contexts = new double[tokens];
        for (int i = 0; i < tokens; i++) {
            contexts[i] = Math.log(Math.pow(sums[i], CONTEXT_SMOOTHING) / smoothed);
        }
        for (int i = 0; i < tokens; i++) {
            pairs.read((long) i * tokens, row, 0, tokens);
            double own = Math.log(sums[i]);
            for (int j = 0; j < tokens; j++) {
                row[j] = row[j] > 0 ? (float) Math.max(0, Math.log(row[j]) - own - contexts[j]) : 0;
            }
            pairs.write((long) i * tokens, row, 0, tokens);
        }
    }

    /** By randomised subspace iteration; the matrix is symmetric but for the smoothing. */
    private float[] eigenvectors(Floats matrix, int width, long seed) {
        int rank = Math.min(tokens, width + SPARE);
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[tokens * rank];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        try (Floats base = kernels.allocate(values.length);
                Floats image = kernels.allocate(values.length)) {
            for (int iteration = 0; iteration < POWER_ITERATIONS; iteration++) {
                LatentTopics.orthonormalise(values, rank);
                multiply(matrix, values, base, image, rank);
            }
            LatentTopics.orthonormalise(values, rank);
            float[] orthonormal = values.clone();
            multiply(matrix, values, base, image, rank);
            return combined(orthonormal, SymmetricEigen.of(projected(orthonormal, values, rank)), rank, width);
        }
    }

    private void multiply(Floats matrix, float[] values, Floats base, Floats image, int rank) {
        base.write(0, values, 0, values.length);
        kernels.product(MatrixProduct.plain(tokens, rank, tokens), matrix, base, image);
        image.read(0, values, 0, values.length);
    }

    /** {@code Qᵀ M Q}, made symmetric. */
    private double[][] projected(float[] base, float[] image, int rank) {
        double[][] projected = new double[rank][rank];
        for (int token = 0; token < tokens; token++) {
            for (int i = 0; i < rank; i++) {
                double value = base[token * rank + i];
                for (int j = 0; j < rank; j++) {
                    projected[i][j] += value * image[token * rank + j];
                }
            }
        }
        for (int i = 0; i < rank; i++) {
            for (int j = 0; j < i; j++) {
                double mean = (projected[i][j] + projected[j][i]) / 2;
                projected[i][j] = mean;
                projected[j][i] = mean;
            }
        }
        return projected;
    }

    private float[] combined(float[] base, SymmetricEigen eigen, int rank, int width) {
        float[] vectors = new float[tokens * width];
        for (int j = 0; j < width; j++) {
            double root = Math.sqrt(Math.max(0, eigen.values()[j]));
            double[] direction = eigen.vectors()[j];
            for (int token = 0; token < tokens; token++) {
                double sum = 0;
                for (int i = 0; i < rank; i++) {
                    sum += base[token * rank + i] * direction[i];
                }
                vectors[token * width + j] = (float) (root * sum);
            }
        }
        return vectors;
    }
}
