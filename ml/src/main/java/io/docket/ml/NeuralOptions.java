package io.docket.ml;

import java.util.Objects;

/**
 * Choices for the language model; the linear model ignores them.
 *
 * @param preset sizes of a model that is started from nothing ({@link BaseModel.None}); a base model brings its own
 * @param direction forward only, or the mean of a forward and a backward model
 * @param device where the matrix products run
 * @param balanced whether examples of rare labels count more; finds more of them at the cost of more errors in all
 * @param labelSmoothing share of the truth that is spread over all labels, in [0, 0.5]; see {@link #DEFAULT_SMOOTHING}
 */
public record NeuralOptions(
        Preset preset, Direction direction, Device device, boolean balanced, double labelSmoothing) {

    /** MultiFiT's value. It keeps few examples from being learned by heart. */
    public static final double DEFAULT_SMOOTHING = 0.1;

    private static final double MOST_SMOOTHING = 0.5;

    public NeuralOptions {
        Objects.requireNonNull(preset, "preset");
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(device, "device");
        if (!(labelSmoothing >= 0 && labelSmoothing <= MOST_SMOOTHING)) {
            throw new IllegalArgumentException(
                    "label smoothing " + labelSmoothing + " is not in [0, " + MOST_SMOOTHING + "]");
        }
    }

    /** Labels count alike, with the usual smoothing. */
    public NeuralOptions(Preset preset, Direction direction, Device device) {
        this(preset, direction, device, false, DEFAULT_SMOOTHING);
    }

    /** Compact, forward, device chosen by what the machine has. */
    public static NeuralOptions defaults() {
        return new NeuralOptions(Preset.COMPACT, Direction.FORWARD, Device.AUTO);
    }

    /** Sizes: embedding and hidden units of three layers. */
    public enum Preset {
        /** 256 / 512: for CPUs. */
        COMPACT,
        /** 400 / 1152: as published. */
        STANDARD
    }

    /** Reading directions. */
    public enum Direction {
        FORWARD,
        BOTH
    }

    /** Where to compute. */
    public enum Device {
        AUTO,
        CPU,
        GPU
    }
}
