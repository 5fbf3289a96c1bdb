package io.docket.ingest;

/**
 * An amount of storage or memory.
 *
 * @param bytes the amount, not negative
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    private static final long MEBI = 1024 * 1024;

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size cannot be negative: " + bytes);
        }
    }

    /** An amount in units of 1,048,576 bytes. */
    public static ByteSize ofMebibytes(long mebibytes) {
        return new ByteSize(Math.multiplyExact(mebibytes, MEBI));
    }

    /** An amount in units of 1,073,741,824 bytes. */
    public static ByteSize ofGibibytes(long gibibytes) {
        return ofMebibytes(Math.multiplyExact(gibibytes, 1024L));
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** For people: {@code 512 MiB}, {@code 1.5 GiB}, {@code 17 bytes}. */
    @Override
    public String toString() {
        if (bytes >= 1024 * MEBI) {
            return decimal(bytes / (1024.0 * MEBI)) + " GiB";
        }
        if (bytes >= MEBI) {
            return decimal(bytes / (double) MEBI) + " MiB";
        }
        return bytes + " bytes";
    }

    private static String decimal(double value) {
        long tenths = Math.round(value * 10);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10;
    }
}
