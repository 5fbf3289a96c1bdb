package io.docket.ml.classify;

import io.docket.ml.DocumentEncoder;
import io.docket.ml.WeightedSpan;
import io.docket.ml.champion.CandidateModel;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.text.Encoding;
import io.docket.ml.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A trained ULMFiT classifier in service, for any number of threads at a time. Texts are read in chunks, so memory per call does not
 * grow with their length; what lies beyond the first {@value #MOST_TOKENS} tokens of a text is not read.
 */
final class UlmfitModel implements CandidateModel {
    /** About 7,000 words, as long as all but the longest contracts; the pooling sees the last 1,440 tokens of them. */
    static final int MOST_TOKENS = 11_520;

    private final FrozenEncoder encoder;
    private final HeadWeights head;
    private final Tokenizer tokenizer;
    private final ReadingDirection direction;
    private final ClassifierTraining.Trained trained;

    /**
     * @param kernels closed with the model
     */
    UlmfitModel(Kernels kernels, ClassifierTraining.Trained trained, Tokenizer tokenizer, ReadingDirection direction) {
        this.direction = direction;
        this.trained = trained;
        this.tokenizer = tokenizer;
        this.head = trained.head();
        this.encoder = new FrozenEncoder(kernels, trained.sizes(), trained.encoder());
    }

    /** The ids that a model reads of a text, in its order. */
    static int[] ids(Tokenizer tokenizer, String text, ReadingDirection direction) {
        int[] ids = tokenizer.encode(text).ids();
        return direction.inOrder(ids.length > MOST_TOKENS ? Arrays.copyOf(ids, MOST_TOKENS) : ids);
    }

    Encoding encode(String text) {
        return tokenizer.encode(text);
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }

    ClassifierTraining.Trained trained() {
        return trained;
    }

    ReadingDirection direction() {
        return direction;
    }

    @Override
    public float[][] logits(List<String> texts) {
        float[][] logits = new float[texts.size()][];
        read(texts, (index, pooled, from) -> logits[index] = head.logits(pooled, from));
        return logits;
    }

    private void read(List<String> texts, FrozenEncoder.VectorSink sink) {
        encoder.read(texts.stream().map(text -> ids(tokenizer, text, direction)).toArray(int[][]::new), sink);
    }

    /**
     * Contributions by gradient × input on the pooled outputs: to the first order, how much each token's output moved the log
     * odds of the label. One forward pass, whatever the length.
     */
    @Override
    public List<WeightedSpan> explain(String text, int label) {
        return PassageExplainer.explain(text, encode(text), contributions(text, label));
    }

    /** Contributions of the tokens that are read, in the order of the text. */
    double[] contributions(String text, int label) {
        int[] ids = ids(tokenizer, text, direction);
        double[] inReadingOrder = encoder.withReader(reader -> {
            float[] pooled = reader.pool(new int[][] {ids}).clone();
            float[] gradient = head.gradient(pooled, 0, towards(head.logits(pooled, 0), label));
            double[] sums = new double[ids.length];
            int width = trained.sizes().embedding();
            float[] chunkGradient = new float[PooledEncoder.CHUNK * width];
            ConcatPooling pooling = reader.pooling();
            reader.pool(new int[][] {ids}, chunk -> {
                pooling.gradient(chunk.index(), chunk.steps(), 1, gradient, chunkGradient);
                for (int step = 0; step < chunk.steps(); step++) {
                    double sum = 0;
                    for (int i = 0; i < width; i++) {
                        sum += chunkGradient[step * width + i] * chunk.outputs()[step * width + i];
                    }
                    sums[chunk.index() * PooledEncoder.CHUNK + step] = sum;
                }
            });
            return sums;
        });
        return direction.inOrder(inReadingOrder);
    }

    /**
     * Gradient of the label's log odds. It points where that of its log probability does, and does not vanish where the model is so
     * sure that the probability is 1 to the last bit.
     */
    private static float[] towards(float[] logits, int label) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logits.length; i++) {
            largest = i == label ? largest : Math.max(largest, logits[i]);
        }
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            sum += i == label ? 0 : Math.exp(logits[i] - largest);
        }
        float[] direction = new float[logits.length];
        for (int i = 0; i < logits.length; i++) {
            direction[i] = i == label ? 1 : (float) -(Math.exp(logits[i] - largest) / sum);
        }
        return direction;
    }

    @Override
    public Optional<DocumentEncoder> encoder() {
        return Optional.of(new Vectors());
    }

    /** The mean over the tokens, which is a third of the pooled vector, at length 1: the part that compares best by cosine. */
    private final class Vectors implements DocumentEncoder {
        @Override
        public int dimensions() {
            return trained.sizes().embedding();
        }

        @Override
        public List<float[]> encode(List<String> texts) {
            float[][] vectors = new float[texts.size()][];
            int width = dimensions();
            read(texts, (index, pooled, from) -> {
                float[] vector = Arrays.copyOfRange(pooled, from + 2 * width, from + 3 * width);
                double squares = 0;
                for (float value : vector) {
                    squares += value * value;
                }
                float factor = squares > 0 ? (float) (1 / Math.sqrt(squares)) : 0;
                for (int i = 0; i < width; i++) {
                    vector[i] *= factor;
                }
                vectors[index] = vector;
            });
            return List.of(vectors);
        }
    }

    @Override
    public void save(Path folder) throws IOException {
        UlmfitFiles.write(folder, this);
    }

    @Override
    public void close() {
        encoder.close();
    }
}
