package io.docket.ml.train;

/**
 * Cuts a stream into batches as fastai v2 does: {@code batch} rows, each one contiguous part of the stream, walked through
 * in chunks of {@code steps} tokens; the last chunk is shorter. The target of a token is the one behind it.
 */
public final class LanguageModelBatches {

    private final TokenStream stream;
    private final int batch;
    private final int steps;
    private final int rowLength;

    /**
     * One chunk of every row.
     *
     * @param ids {@code [steps, batch]}, time-major
     * @param targets the tokens behind them
     * @param steps tokens of each row
     */
    public record Chunk(int[] ids, int[] targets, int steps) {}

    /** Batches over a stream, which must hold at least one token for each row and one more. */
    public LanguageModelBatches(TokenStream stream, int batch, int steps) {
        if (batch < 1 || steps < 1) {
            throw new IllegalArgumentException("batch " + batch + " and steps " + steps + " must be positive");
        }
        this.stream = stream;
        this.batch = batch;
        this.steps = steps;
        this.rowLength = (stream.size() - 1) / batch;
        if (rowLength < 1) {
            throw new IllegalArgumentException(stream.size() + " tokens are too few for a batch of " + batch + " rows");
        }
    }

    /** Number of chunks. */
    public int size() {
        return Math.ceilDiv(rowLength, steps);
    }

    /** Tokens in all chunks. */
    public long tokens() {
        return (long) rowLength * batch;
    }

    /** A chunk by its number. */
    public Chunk chunk(int index) {
        int from = index * steps;
        int length = Math.min(steps, rowLength - from);
        int[] ids = new int[length * batch];
        int[] targets = new int[length * batch];
        for (int row = 0; row < batch; row++) {
            int start = row * rowLength + from;
            for (int step = 0; step < length; step++) {
                ids[step * batch + row] = stream.id(start + step);
                targets[step * batch + row] = stream.id(start + step + 1);
            }
        }
        return new Chunk(ids, targets, length);
    }
}
