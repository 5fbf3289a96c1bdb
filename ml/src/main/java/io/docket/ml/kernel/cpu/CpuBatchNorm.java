package io.docket.ml.kernel.cpu;

import io.docket.ml.kernel.BatchNorm;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Batch norm, feature by feature: the head of a classifier is far too small to be worth more. */
final class CpuBatchNorm {

    private CpuBatchNorm() {}

    static void forward(
            BatchNorm norm, int rows, boolean training, MemorySegment x, MemorySegment out, MemorySegment saved) {
        int features = norm.features();
        MemorySegment scale = NativeFloats.segment(norm.scale());
        MemorySegment shift = NativeFloats.segment(norm.shift());
        MemorySegment runningMean = NativeFloats.segment(norm.runningMean());
        MemorySegment runningVariance = NativeFloats.segment(norm.runningVariance());
        for (int feature = 0; feature < features; feature++) {
            double mean = get(runningMean, feature);
            double variance = get(runningVariance, feature);
            if (training) {
                mean = mean(x, rows, features, feature);
                variance = variance(x, rows, features, feature, mean);
                double unbiased = rows > 1 ? variance * rows / (rows - 1) : variance;
                blend(runningMean, feature, mean, norm.momentum());
                blend(runningVariance, feature, unbiased, norm.momentum());
            }
            double inverse = 1 / Math.sqrt(variance + norm.epsilon());
            set(saved, feature, mean);
            set(saved, features + feature, inverse);
            for (int row = 0; row < rows; row++) {
                long at = (long) row * features + feature;
                set(out, at, (get(x, at) - mean) * inverse * get(scale, feature) + get(shift, feature));
            }
        }
    }

    static void backward(
            BatchNorm norm,
            int rows,
            MemorySegment x,
            MemorySegment saved,
            MemorySegment outputGradient,
            MemorySegment scaleGradient,
            MemorySegment shiftGradient,
            MemorySegment inputGradient) {
        int features = norm.features();
        MemorySegment scale = NativeFloats.segment(norm.scale());
        for (int feature = 0; feature < features; feature++) {
            double mean = get(saved, feature);
            double inverse = get(saved, features + feature);
            double sum = 0;
            double projection = 0;
            for (int row = 0; row < rows; row++) {
                long at = (long) row * features + feature;
                double gradient = get(outputGradient, at);
                sum += gradient;
                projection += gradient * (get(x, at) - mean) * inverse;
            }
            for (int row = 0; row < rows; row++) {
                long at = (long) row * features + feature;
                double normalised = (get(x, at) - mean) * inverse;
                double centred = get(outputGradient, at) - sum / rows - normalised * projection / rows;
                set(inputGradient, at, centred * inverse * get(scale, feature));
            }
            if (scaleGradient.byteSize() > 0) {
                set(scaleGradient, feature, get(scaleGradient, feature) + projection);
                set(shiftGradient, feature, get(shiftGradient, feature) + sum);
            }
        }
    }

    private static double mean(MemorySegment x, int rows, int features, int feature) {
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += get(x, (long) row * features + feature);
        }
        return sum / rows;
    }

    private static double variance(MemorySegment x, int rows, int features, int feature, double mean) {
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            double difference = get(x, (long) row * features + feature) - mean;
            sum += difference * difference;
        }
        return sum / rows;
    }

    private static void blend(MemorySegment running, int feature, double value, float momentum) {
        set(running, feature, (1 - momentum) * get(running, feature) + momentum * value);
    }

    private static double get(MemorySegment segment, long index) {
        return segment.getAtIndex(ValueLayout.JAVA_FLOAT, index);
    }

    private static void set(MemorySegment segment, long index, double value) {
        segment.setAtIndex(ValueLayout.JAVA_FLOAT, index, (float) value);
    }
}
