package io.docket.ml.train;

/**
 * The course of learning rate and momentum over a phase of training.
 *
 * <p>A curve maps a position in [0, 1], finished steps over all steps, to a share of the largest rate.
 */
public sealed interface Curve {

    /** The share of the largest rate at a position in [0, 1]. */
    double rate(double position);

    /** Adam's β1 at a position. */
    double beta1(double position);

    /**
     * fastai's one-cycle policy: half a cosine up from {@code 1/startDivisor}, half a cosine down to
     * {@code 1/endDivisor}; β1 takes the opposite way.
     *
     * @param warmUp share of the phase before the largest rate
     * @param startDivisor divides the first rate
     * @param endDivisor divides the last one
     * @param highBeta1 at both ends
     * @param lowBeta1 at the largest rate
     */
    record OneCycle(double warmUp, double startDivisor, double endDivisor, double highBeta1, double lowBeta1)
            implements Curve {

        /** fastai v2's {@code fit_one_cycle} with the momenta of text learners. */
        public static OneCycle text() {
            return new OneCycle(0.25, 25, 1e5, 0.8, 0.7);
        }

        /** The frozen epoch of fastai v2's {@code fine_tune}. */
        public static OneCycle frozenEpoch() {
            return new OneCycle(0.99, 25, 1e5, 0.8, 0.7);
        }

        /** The unfrozen epochs of fastai v2's {@code fine_tune}. */
        public static OneCycle unfrozenEpochs() {
            return new OneCycle(0.3, 5, 1e5, 0.8, 0.7);
        }

        @Override
        public double rate(double position) {
            return between(position, 1 / startDivisor, 1, 1 / endDivisor);
        }

        @Override
        public double beta1(double position) {
            return between(position, highBeta1, lowBeta1, highBeta1);
        }

        private double between(double position, double start, double middle, double end) {
            if (position < warmUp) {
                return cosine(start, middle, position / warmUp);
            }
            return cosine(middle, end, (position - warmUp) / (1 - warmUp));
        }

        private static double cosine(double from, double to, double share) {
            return from + (to - from) * (1 - Math.cos(Math.PI * Math.clamp(share, 0.0, 1.0))) / 2;
        }
    }

    /**
     * The paper's slanted triangle: a short way up, a long way down, between {@code 1/ratio} and 1.
     *
     * @param cut share of the phase on the way up; the paper's value is 0.1
     * @param ratio of the largest rate to the smallest; the paper's value is 32
     */
    record SlantedTriangle(double cut, double ratio) implements Curve {

        private static final double BETA1 = 0.8;

        /** The paper's values. */
        public static SlantedTriangle paper() {
            return new SlantedTriangle(0.1, 32);
        }

        @Override
        public double rate(double position) {
            double height = position < cut ? position / cut : 1 - (position - cut) / (1 - cut);
            return (1 + Math.clamp(height, 0.0, 1.0) * (ratio - 1)) / ratio;
        }

        @Override
        public double beta1(double position) {
            return BETA1;
        }
    }
}
