package io.docket.web.training;

import io.docket.ml.LossPoint;
import io.docket.ml.evaluate.HistogramBin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Geometry of the report's charts, in the units of their view boxes; templates draw it as SVG. */
public final class Charts {
    static final int WIDTH = 560;
    static final int HEIGHT = 160;
    private static final double GAP = 2;

    private Charts() {}

    /**
     * A bar of the histogram: right answers below, wrong ones on top of them.
     *
     * @param rightY top edge of the right part
     * @param wrongY top edge of the wrong part
     */
    public record Bar(
            double x,
            double width,
            double rightY,
            double rightHeight,
            double wrongY,
            double wrongHeight,
            String title) {}

    /** The bars, the threshold's place, and the largest count for the axis. */
    public record Histogram(List<Bar> bars, double thresholdX, int most) {}

    /** A loss over epochs. */
    public record Curve(String name, String training, String validation, double first, double last, double epochs) {}

    static Histogram histogram(List<HistogramBin> bins, double threshold) {
        int most =
                bins.stream().mapToInt(bin -> bin.correct() + bin.wrong()).max().orElse(0);
        List<Bar> bars = new ArrayList<>();
        for (HistogramBin bin : bins) {
            double x = bin.lower() * WIDTH + GAP / 2;
            double width = Math.max(1, (bin.upper() - bin.lower()) * WIDTH - GAP);
            double right = most == 0 ? 0 : (double) HEIGHT * bin.correct() / most;
            double wrong = most == 0 ? 0 : (double) HEIGHT * bin.wrong() / most;
            bars.add(new Bar(
                    x,
                    width,
                    HEIGHT - right,
                    right,
                    HEIGHT - right - wrong,
                    wrong,
                    String.format(
                            Locale.ROOT,
                            "%.2f to %.2f: %d right, %d wrong",
                            bin.lower(),
                            bin.upper(),
                            bin.correct(),
                            bin.wrong())));
        }
        return new Histogram(bars, threshold * WIDTH, most);
    }

    /** One chart for each stage that has a line to draw, in the order of the stages. */
    static List<Curve> curves(List<LossPoint> points) {
        return points.stream()
                .collect(Collectors.groupingBy(LossPoint::stage, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> curve(entry.getKey().displayName(), entry.getValue()))
                .toList();
    }

    private static Curve curve(String name, List<LossPoint> points) {
        double epochs = Math.max(1e-9, points.getLast().epoch());
        double most = points.stream()
                .mapToDouble(point ->
                        Math.max(point.trainingLoss(), point.validationLoss().orElse(0)))
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        double scale = most <= 0 ? 1 : most;
        String training = points.stream()
                .filter(point -> Double.isFinite(point.trainingLoss()))
                .map(point -> at(point.epoch() / epochs, point.trainingLoss() / scale))
                .collect(Collectors.joining(" "));
        String validation = points.stream()
                .filter(point -> point.validationLoss().isPresent())
                .map(point -> at(point.epoch() / epochs, point.validationLoss().getAsDouble() / scale))
                .collect(Collectors.joining(" "));
        return new Curve(name, training, validation, scale, points.getLast().trainingLoss(), epochs);
    }

    private static String at(double x, double y) {
        return String.format(Locale.ROOT, "%.1f,%.1f", x * WIDTH, HEIGHT - y * HEIGHT);
    }
}
