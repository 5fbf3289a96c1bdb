package io.docket.ml;

import java.util.Objects;

/**
 * Choices for the language model; the linear model ignores them.
 *
 * @param preset sizes of a model that is started from nothing ({@link BaseModel.None}); a base model brings its own
 * @param direction forward only, or the mean of a forward and a backward model
 * @param device where the matrix products run
 */
public record NeuralOptions(Preset preset, Direction direction, Device device) {

    public NeuralOptions {
        Objects.requireNonNull(preset, "preset");
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(device, "device");
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
