package io.docket.index.cli;

import java.io.IOException;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** How long each of many calls took. */
final class Latencies {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final int[] PERCENTILES = {50, 95, 99};

    private final double[] millis;
    private final double[] sorted;

    Latencies(double[] millis) {
        this.millis = millis;
        this.sorted = millis.clone();
        Arrays.sort(sorted);
    }

    /** Something that is timed. */
    interface Call {
        void run(int number) throws IOException;
    }

    /** Times calls one after the other. */
    static Latencies of(int count, Call call) throws IOException {
        double[] millis = new double[count];
        for (int i = 0; i < count; i++) {
            long begun = System.nanoTime();
            call.run(i);
            millis[i] = (System.nanoTime() - begun) / NANOS_PER_MILLI;
        }
        return new Latencies(millis);
    }

    private double percentile(int percent) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    /** Mean and maximum of some of the calls, for people who watch. */
    String summary(IntPredicate chosen) {
        DoubleSummaryStatistics statistics = IntStream.range(0, millis.length)
                .filter(chosen)
                .mapToDouble(i -> millis[i])
                .summaryStatistics();
        return String.format(
                Locale.ROOT,
                "%d, mean %.1f ms, at most %.1f ms",
                statistics.getCount(),
                statistics.getAverage(),
                statistics.getCount() == 0 ? 0 : statistics.getMax());
    }

    /** Adds a row for each of p50, p95 and p99. */
    void into(List<Measurement> rows, String name, Optional<Latencies> peer) {
        for (int percent : PERCENTILES) {
            String row = name + ", p" + percent;
            rows.add(
                    peer.isPresent()
                            ? Measurement.of(
                                    row, "ms", percentile(percent), peer.get().percentile(percent))
                            : Measurement.of(row, "ms", percentile(percent)));
        }
    }
}
