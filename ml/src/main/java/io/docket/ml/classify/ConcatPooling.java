package io.docket.ml.classify;

import java.util.Arrays;

/**
 * Concat pooling of encoder outputs that arrive chunk by chunk: for each text the output at its last token, the maximum and the
 * mean over its kept tokens, one behind the other. Padding never counts. Knows how to hand a gradient back to each chunk.
 * For one batch and one thread.
 */
final class ConcatPooling {
    private final int width;
    private final int[] lengths;
    private final int chunk;
    private final int keptChunks;
    private final float[] pooled;
    private final int[] maximumAt;
    private final int[] counts;

    /**
     * @param width of an output
     * @param lengths of the texts in tokens, longest first
     * @param chunk tokens of a chunk
     * @param keptChunks how many chunks at the end of each text are pooled
     */
    ConcatPooling(int width, int[] lengths, int chunk, int keptChunks) {
        this.width = width;
        this.lengths = lengths;
        this.chunk = chunk;
        this.keptChunks = keptChunks;
        this.pooled = new float[lengths.length * 3 * width];
        this.maximumAt = new int[lengths.length * width];
        this.counts = new int[lengths.length];
        Arrays.fill(maximumAt, -1);
    }

    /** The first chunk of a text that is pooled. */
    private int firstKept(int row) {
        return Math.max(0, Math.ceilDiv(lengths[row], chunk) - keptChunks);
    }

    /** Whether any text pools this chunk. */
    boolean keeps(int index, int rows) {
        for (int row = 0; row < rows; row++) {
            if (index >= firstKept(row)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Takes in a chunk.
     *
     * @param outputs {@code [steps, rows, width]}
     */
    void add(int index, int steps, int rows, float[] outputs) {
        for (int row = 0; row < rows; row++) {
            if (index < firstKept(row)) {
                continue;
            }
            int valid = Math.min(steps, lengths[row] - index * chunk);
            int base = row * 3 * width;
            for (int step = 0; step < valid; step++) {
                int from = (step * rows + row) * width;
                int token = index * chunk + step;
                for (int i = 0; i < width; i++) {
                    float value = outputs[from + i];
                    int maximum = base + width + i;
                    if (maximumAt[row * width + i] < 0 || value > pooled[maximum]) {
                        pooled[maximum] = value;
                        maximumAt[row * width + i] = token;
                    }
                    pooled[maximum + width] += value;
                }
            }
            counts[row] += valid;
            if (index * chunk + valid == lengths[row]) {
                System.arraycopy(outputs, ((valid - 1) * rows + row) * width, pooled, base, width);
            }
        }
    }

    /** The pooled vectors {@code [texts, 3·width]}; to be called once, behind the last chunk. */
    float[] finish() {
        for (int row = 0; row < lengths.length; row++) {
            int base = row * 3 * width + 2 * width;
            for (int i = 0; i < width; i++) {
                pooled[base + i] /= counts[row];
            }
        }
        return pooled;
    }

    /** Values that were pooled: tokens times width. */
    long values() {
        return Arrays.stream(counts).asLongStream().sum() * width;
    }

    /** How many tokens of a text were pooled. */
    int count(int row) {
        return counts[row];
    }

    /** Tokens of this chunk that count for a text: none before its first kept chunk. */
    int valid(int index, int steps, int row) {
        return index < firstKept(row) ? 0 : Math.min(steps, lengths[row] - index * chunk);
    }

    /**
     * The gradient of a chunk's outputs.
     *
     * @param gradient of the pooled vectors
     * @param out {@code [steps, rows, width]}, overwritten
     */
    void gradient(int index, int steps, int rows, float[] gradient, float[] out) {
        Arrays.fill(out, 0, steps * rows * width, 0);
        for (int row = 0; row < rows; row++) {
            int valid = valid(index, steps, row);
            int base = row * 3 * width;
            for (int step = 0; step < valid; step++) {
                int to = (step * rows + row) * width;
                int token = index * chunk + step;
                boolean last = token == lengths[row] - 1;
                for (int i = 0; i < width; i++) {
                    float sum = gradient[base + 2 * width + i] / counts[row];
                    if (maximumAt[row * width + i] == token) {
                        sum += gradient[base + width + i];
                    }
                    out[to + i] = last ? sum + gradient[base + i] : sum;
                }
            }
        }
    }
}
