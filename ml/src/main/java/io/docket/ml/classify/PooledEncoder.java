package io.docket.ml.classify;

import io.docket.ml.kernel.Floats;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.model.Dropouts;
import io.docket.ml.model.Encoder;
import io.docket.ml.model.EncoderPass;
import io.docket.ml.model.EncoderState;
import io.docket.ml.model.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads texts of any length with an encoder (BPT3C): in chunks of {@value #CHUNK} tokens, with the memory carried from chunk to
 * chunk and no gradient through it, pooling the last {@value #KEPT_CHUNKS} chunks. fastai aligns texts at their last chunk and this
 * class at their first; each text meets the same chunks with the same memory either way.
 *
 * <p>Memory does not grow with the length of a text: a batch of few chunks keeps all of them for the gradient; of more, it keeps
 * the small states between chunks and computes each chunk again when its gradient is due, with the same dropout. For one thread.
 */
final class PooledEncoder implements AutoCloseable {
    /** fastai's bptt. */
    static final int CHUNK = 72;
    /** 20 · 72 = 1,440 tokens. */
    static final int KEPT_CHUNKS = 20;

    private static final int MOST_PASSES = 4;

    private final Kernels kernels;
    private final Encoder encoder;
    private final int width;
    private final int maxBatch;
    private final EncoderState state;
    private final List<EncoderPass> passes = new ArrayList<>();
    private final Floats flow;
    private final float[] buffer;
    private final float[] gradientBuffer;

    private int[][] texts = {};
    private ConcatPooling pooling;
    private Dropouts dropouts = Dropouts.NONE;
    private long seed;
    private boolean recomputes;
    private final List<float[]> outputs = new ArrayList<>();
    private final List<List<float[]>> states = new ArrayList<>();

    /**
     * Penalties on the encoder's outputs in training.
     *
     * @param activation AR, draws outputs towards zero; fastai's default is 2
     * @param temporal TAR, draws successive outputs together; fastai's default is 1
     */
    record Regularisation(float activation, float temporal) {}

    PooledEncoder(Kernels kernels, Encoder encoder, int maxBatch) {
        this.kernels = kernels;
        this.encoder = encoder;
        this.width = encoder.config().embedding();
        this.maxBatch = maxBatch;
        this.state = encoder.newState(maxBatch);
        this.flow = kernels.allocate((long) CHUNK * maxBatch * width);
        this.buffer = new float[CHUNK * maxBatch * width];
        this.gradientBuffer = new float[CHUNK * maxBatch * width];
    }

    /** Length of a pooled vector. */
    int pooledWidth() {
        return 3 * width;
    }

    /** Pools texts without dropout and without a way back. */
    float[] pool(int[][] sorted) {
        return pool(sorted, ignored -> {});
    }

    /** Sees the outputs of each chunk that is pooled, before the next one overwrites them. */
    interface Observer {
        void chunk(Chunk chunk);
    }

    /**
     * A chunk's outputs.
     *
     * @param index of the chunk, from 0
     * @param steps tokens of its longest text
     * @param rows texts that reach into it
     * @param outputs {@code [steps, rows, width]}
     */
    record Chunk(int index, int steps, int rows, float[] outputs) {}

    float[] pool(int[][] sorted, Observer observer) {
        begin(sorted, Dropouts.NONE, 0);
        for (int index = 0; index < chunks(); index++) {
            Chunk chunk = run(pass(0), index);
            if (pooling.keeps(index, chunk.rows())) {
                pooling.add(index, chunk.steps(), chunk.rows(), chunk.outputs());
                observer.chunk(chunk);
            }
        }
        return pooling.finish();
    }

    /** What the last batch was pooled with. */
    ConcatPooling pooling() {
        return pooling;
    }

    /**
     * Pools texts for training.
     *
     * @param sorted token ids, longest text first
     * @param seed of the dropout masks
     * @return {@code [texts, 3·width]}
     */
    float[] forward(int[][] sorted, Dropouts probabilities, long seed) {
        begin(sorted, probabilities, seed);
        recomputes = chunks() > MOST_PASSES;
        for (int index = 0; index < chunks(); index++) {
            boolean kept = pooling.keeps(index, rows(index));
            states.add(recomputes && kept ? snapshot() : List.of());
            Chunk chunk = run(pass(recomputes ? 0 : index), index);
            outputs.add(recomputes ? new float[0] : chunk.outputs().clone());
            if (kept) {
                pooling.add(index, chunk.steps(), chunk.rows(), chunk.outputs());
            }
        }
        return pooling.finish();
    }

    /**
     * Adds the gradients of the last {@link #forward} to the parameters.
     *
     * @param gradient of the pooled vectors
     * @param trainableGroups groups that learn
     */
    void backward(float[] gradient, Set<String> trainableGroups, Regularisation regularisation) {
        for (int index = 0; index < chunks(); index++) {
            if (!pooling.keeps(index, rows(index))) {
                continue;
            }
            float[] chunkOutputs = outputs.get(index);
            EncoderPass pass = pass(recomputes ? 0 : index);
            if (recomputes) {
                restore(states.get(index));
                chunkOutputs = run(pass, index).outputs();
            }
            int steps = steps(index);
            int rows = rows(index);
            pooling.gradient(index, steps, rows, gradient, gradientBuffer);
            penalise(index, chunkOutputs, regularisation);
            Floats chunkFlow = flow.slice(0, (long) steps * rows * width);
            chunkFlow.write(0, gradientBuffer, 0, steps * rows * width);
            pass.backward(chunkFlow, trainableGroups);
        }
    }

    private void penalise(int index, float[] chunkOutputs, Regularisation regularisation) {
        float activation = 2 * regularisation.activation() / pooling.values();
        float temporal = 2 * regularisation.temporal() / pooling.values();
        int rows = rows(index);
        for (int row = 0; row < rows; row++) {
            int valid = pooling.valid(index, steps(index), row);
            for (int step = 0; step < valid; step++) {
                int at = (step * rows + row) * width;
                int before = at - rows * width;
                for (int i = 0; i < width; i++) {
                    gradientBuffer[at + i] += activation * chunkOutputs[at + i];
                    if (step > 0) {
                        float difference = temporal * (chunkOutputs[at + i] - chunkOutputs[before + i]);
                        gradientBuffer[at + i] += difference;
                        gradientBuffer[before + i] -= difference;
                    }
                }
            }
        }
    }

    private void begin(int[][] sorted, Dropouts probabilities, long batchSeed) {
        if (sorted.length > maxBatch) {
            throw new IllegalArgumentException(sorted.length + " texts do not fit a batch of " + maxBatch);
        }
        texts = sorted;
        dropouts = probabilities;
        seed = batchSeed;
        int[] lengths = new int[sorted.length];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = sorted[i].length;
            if (lengths[i] == 0 || i > 0 && lengths[i] > lengths[i - 1]) {
                throw new IllegalArgumentException("texts must have a token each and be sorted, longest first");
            }
        }
        pooling = new ConcatPooling(width, lengths, CHUNK, KEPT_CHUNKS);
        outputs.clear();
        states.clear();
        state.reset();
    }

    private int chunks() {
        return Math.ceilDiv(texts[0].length, CHUNK);
    }

    private int steps(int index) {
        return Math.min(CHUNK, texts[0].length - index * CHUNK);
    }

    private int rows(int index) {
        int rows = 0;
        while (rows < texts.length && texts[rows].length > index * CHUNK) {
            rows++;
        }
        return rows;
    }

    private Chunk run(EncoderPass pass, int index) {
        int steps = steps(index);
        int rows = rows(index);
        int[] tokens = new int[steps * rows];
        for (int row = 0; row < rows; row++) {
            int[] text = texts[row];
            for (int step = 0; step < steps; step++) {
                int position = index * CHUNK + step;
                // Behind its end a text repeats its last token: what is computed there is never looked at.
                tokens[step * rows + row] = text[Math.min(position, text.length - 1)];
            }
        }
        Floats output = pass.forward(tokens, steps, rows, state, dropouts, Seeds.derive(seed, index));
        output.read(0, buffer, 0, steps * rows * width);
        return new Chunk(index, steps, rows, buffer);
    }

    private EncoderPass pass(int index) {
        while (passes.size() <= index) {
            passes.add(encoder.newPass(CHUNK, maxBatch));
        }
        return passes.get(index);
    }

    private List<float[]> snapshot() {
        return state.blocks().stream().map(Floats::toArray).toList();
    }

    private void restore(List<float[]> saved) {
        List<Floats> blocks = state.blocks();
        for (int i = 0; i < saved.size(); i++) {
            blocks.get(i).write(saved.get(i));
        }
    }

    @Override
    public void close() {
        passes.forEach(EncoderPass::close);
        state.close();
        flow.close();
    }
}
