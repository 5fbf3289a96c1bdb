package io.docket.ml.classify;

import io.docket.ml.io.Tensor;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.model.Encoder;
import io.docket.ml.model.EncoderConfig;
import io.docket.ml.model.ParameterSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Reads texts with an encoder whose weights stay as they are. One set of weights serves any number of threads; at most {@value
 * #MOST_READERS} of them compute at a time, each with working memory of its own, and the others wait.
 */
final class FrozenEncoder implements AutoCloseable {
    private static final int MOST_READERS = 4;
    private static final int BATCH = 32;

    private final Kernels kernels;
    private final ParameterSet parameters;
    private final Encoder encoder;
    private final Semaphore permits = new Semaphore(MOST_READERS);
    private final Deque<PooledEncoder> idle = new ArrayDeque<>();
    private boolean closed;

    /** Takes a pooled vector. */
    interface VectorSink {
        /**
         * @param index of the text
         * @param pooled vectors of a batch, overwritten by the next
         * @param from where this text's begins
         */
        void vector(int index, float[] pooled, int from);
    }

    /**
     * @param kernels closed with the encoder
     * @param weights by the names of {@link Encoder#specs}; others are left out
     */
    FrozenEncoder(Kernels kernels, EncoderConfig sizes, List<Tensor> weights) {
        this.kernels = kernels;
        this.parameters = new ParameterSet(kernels, Encoder.specs(sizes));
        ClassifierTraining.fill(parameters, weights);
        this.encoder = new Encoder(kernels, sizes, parameters);
    }

    /** Pools texts of any lengths, similar ones together, in no order. */
    void read(int[][] ids, VectorSink sink) {
        int[] lengths = IntStream.range(0, ids.length).map(i -> ids[i].length).toArray();
        withReader(reader -> {
            for (int[] batch : SortedBatches.reading(lengths, BATCH)) {
                int[][] sorted = IntStream.of(batch).mapToObj(i -> ids[i]).toArray(int[][]::new);
                float[] pooled = reader.pool(sorted);
                for (int i = 0; i < batch.length; i++) {
                    sink.vector(batch[i], pooled, i * reader.pooledWidth());
                }
            }
            return true;
        });
    }

    /** Works with a reader that no other thread has meanwhile. */
    <T> T withReader(Function<PooledEncoder, T> work) {
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

    /** Waits for readers at work, then frees the weights. */
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
