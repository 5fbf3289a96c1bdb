package io.docket.ingest.fingerprint;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What {@link MinHasher} remembers of a text: for each of its hash functions the smallest hash of any shingle. The share
 * of places in which two signatures agree estimates the Jaccard similarity of their shingle sets (Broder 1997); with 128
 * places the standard error is at most 0.044. Immutable.
 */
public final class MinHashSignature {
    /** The places of a signature. */
    public static final int LENGTH = 128;

    /** The bands of a signature: 32 bands of 4 places meet at a similarity near (1/32)^(1/4) = 0.42. */
    public static final int BANDS = 32;

    private static final int ROWS = LENGTH / BANDS;

    private final int[] minima;

    MinHashSignature(int[] minima) {
        if (minima.length != LENGTH) {
            throw new IllegalArgumentException("a signature has " + LENGTH + " places, not " + minima.length);
        }
        this.minima = minima.clone();
    }

    /** Restores a signature from {@link #toBytes()}. */
    public static MinHashSignature fromBytes(byte[] bytes) {
        if (bytes.length != LENGTH * Integer.BYTES) {
            throw new IllegalArgumentException(
                    "a stored signature has " + LENGTH * Integer.BYTES + " bytes, not " + bytes.length);
        }
        int[] minima = new int[LENGTH];
        ByteBuffer.wrap(bytes).asIntBuffer().get(minima);
        return new MinHashSignature(minima);
    }

    /** 512 bytes for a database. */
    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH * Integer.BYTES);
        bytes.asIntBuffer().put(minima);
        return bytes.array();
    }

    /** The estimated Jaccard similarity of the two texts' shingles, 0 to 1. */
    public double similarity(MinHashSignature other) {
        int equal = 0;
        for (int i = 0; i < LENGTH; i++) {
            if (minima[i] == other.minima[i]) {
                equal++;
            }
        }
        return equal / (double) LENGTH;
    }

    /**
     * The hashes of the bands: two texts are candidates when they share any. Each band's number is mixed in, so that all
     * may be stored in one column. Similarity 0.8 is met with probability 1 − (1 − 0.8⁴)³² &gt; 0.99999, 0.5 with
     * 0.87, 0.2 with 0.05.
     */
    public long[] bands() {
        long[] bands = new long[BANDS];
        for (int band = 0; band < BANDS; band++) {
            long hash = band + 1;
            for (int row = 0; row < ROWS; row++) {
                hash = MinHasher.mix(hash ^ minima[band * ROWS + row]);
            }
            bands[band] = hash;
        }
        return bands;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MinHashSignature signature && Arrays.equals(minima, signature.minima);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(minima);
    }
}
