package io.docket.ml;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * Choices for the language model; the linear model ignores them.
 *
 * @param preset sizes of a model that is started from nothing ({@link BaseModel.None}); a base model brings its own
 * @param direction forward only, or the mean of a forward and a backward model
 * @param device where the matrix products run
 * @param balanced whether examples of rare labels count more; finds more of them at the cost of more errors in all
 * @param labelSmoothing share of the truth that is spread over all labels, in [0, 0.5]; see {@link #DEFAULT_SMOOTHING}
 * @param leftOut parts of the recipe to do without, to see what each is worth; empty but for such comparisons
 */
public record NeuralOptions(
        Preset preset, Direction direction, Device device, boolean balanced, double labelSmoothing, Set<Part> leftOut) {

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
        Set<Part> ordered = EnumSet.noneOf(Part.class); // a set without an order would read differently in each process
        ordered.addAll(leftOut);
        leftOut = Collections.unmodifiableSet(ordered);
    }

    /** Labels count alike, with the usual smoothing. */
    public NeuralOptions(Preset preset, Direction direction, Device device) {
        this(preset, direction, device, false, DEFAULT_SMOOTHING, Set.of());
    }

    /** Compact, forward, device chosen by what the machine has. */
    public static NeuralOptions defaults() {
        return new NeuralOptions(Preset.COMPACT, Direction.FORWARD, Device.AUTO);
    }

    /** The same in other directions. */
    public NeuralOptions reading(Direction other) {
        return new NeuralOptions(preset, other, device, balanced, labelSmoothing, leftOut);
    }

    /** The same without some parts of the recipe. */
    public NeuralOptions without(Set<Part> parts) {
        return new NeuralOptions(preset, direction, device, balanced, labelSmoothing, parts);
    }

    /** A part of the ULMFiT recipe that can be left out. */
    public enum Part {
        /** Tuning the language model on the texts of the task. */
        TUNING,
        /** Training the layers one after the other from the top, instead of all from the start. */
        GRADUAL_UNFREEZING
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
