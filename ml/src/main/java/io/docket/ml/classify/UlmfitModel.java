package io.docket.ml.classify;

import io.docket.ml.DocumentEncoder;
import io.docket.ml.WeightedSpan;
import io.docket.ml.champion.CandidateModel;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.model.Encoder;
import io.docket.ml.model.ParameterSet;
import io.docket.ml.text.Encoding;
import io.docket.ml.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * A trained ULMFiT classifier in service. One set of weights serves any number of threads; at most {@value #MOST_READERS} of them
 * compute at a time, each with working memory of its own, and the others wait. Texts are read in chunks, so memory per call does
 * not grow with their length; what lies beyond the first {@value #MOST_TOKENS} tokens of a text is not read.
 */
final class UlmfitModel implements CandidateModel {
    /** About 7,000 words, as long as all but the longest contracts; the pooling sees the last 1,440 tokens of them. */
    static final int MOST_TOKENS = 11_520;

    private static final int MOST_READERS = 4;
    private static final int BATCH = 32;

    private final Kernels kernels;
    private final ParameterSet parameters;
    private final Encoder encoder;
    private final HeadWeights head;
    private final Tokenizer tokenizer;
    private final ReadingDirection direction;
    private final ClassifierTraining.Trained trained;
    private final Semaphore permits = new Semaphore(MOST_READERS);
    private final Deque<PooledEncoder> idle = new ArrayDeque<>();
    private boolean closed;

    /**
     * @param kernels closed with the model
     */
    UlmfitModel(Kernels kernels, ClassifierTraining.Trained trained, Tokenizer tokenizer, ReadingDirection direction) {
        this.kernels = kernels;
        this.direction = direction;
        this.trained = trained;
        this.tokenizer = tokenizer;
        this.head = trained.head();
        this.parameters = new ParameterSet(kernels, Encoder.specs(trained.sizes()));
        ClassifierTraining.fill(parameters, trained.encoder());
        this.encoder = new Encoder(kernels, trained.sizes(), parameters);
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

    private interface VectorSink {
        void vector(int index, float[] pooled, int from);
    }

    private void read(List<String> texts, VectorSink sink) {
        int[][] ids = new int[texts.size()][];
        int[] lengths = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = ids(tokenizer, texts.get(i), direction);
            lengths[i] = ids[i].length;
        }
        withReader(reader -> {
            for (int[] batch : SortedBatches.reading(lengths, BATCH)) {
                int[][] sorted = new int[batch.length][];
                for (int i = 0; i < batch.length; i++) {
                    sorted[i] = ids[batch[i]];
                }
                float[] pooled = reader.pool(sorted);
                for (int i = 0; i < batch.length; i++) {
                    sink.vector(batch[i], pooled, i * reader.pooledWidth());
                }
            }
            return true;
        });
    }

    private <T> T withReader(Function<PooledEncoder, T> work) {
        permits.acquireUninterruptibly();
        try {
            PooledEncoder reader = borrow();
            try {
                return work.apply(reader);
            } finally {
                giveBack(reader);
            }
        } finally {
            permits.release();
        }
    }

    private synchronized PooledEncoder borrow() {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
        return idle.isEmpty() ? new PooledEncoder(kernels, encoder, BATCH) : idle.pop();
    }

    private synchronized void giveBack(PooledEncoder reader) {
        idle.push(reader);
    }

    /**
     * Contributions by gradient × input on the pooled outputs: to the first order, how much each token's output moved the log
     * probability of the label. One forward pass, whatever the length.
     */
    @Override
    public List<WeightedSpan> explain(String text, int label) {
        return PassageExplainer.explain(text, encode(text), contributions(text, label));
    }

    /** Contributions of the tokens that are read, in the order of the text. */
    double[] contributions(String text, int label) {
        int[] ids = ids(tokenizer, text, direction);
        double[] inReadingOrder = withReader(reader -> {
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

    private static float[] towards(float[] logits, int label) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - largest);
        }
        float[] direction = new float[logits.length];
        for (int i = 0; i < logits.length; i++) {
            direction[i] = (float) -(Math.exp(logits[i] - largest) / sum);
        }
        direction[label] += 1;
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
        permits.acquireUninterruptibly(MOST_READERS);
        synchronized (this) {
            if (!closed) {
                closed = true;
                idle.forEach(PooledEncoder::close);
                encoder.close();
                parameters.close();
                kernels.close();
            }
        }
        permits.release(MOST_READERS);
    }
}
