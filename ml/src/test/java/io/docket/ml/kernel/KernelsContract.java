package io.docket.ml.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What every implementation of {@link Kernels} must do. Results are compared with {@link ReferenceKernels}, a plain
 * double-precision transcription of the formulas, and gradients also with finite differences of that transcription.
 */
abstract class KernelsContract {

    private static final double TOLERANCE = 2e-5;
    private static final double DIFFERENCE = 1e-5;

    private final List<Floats> blocks = new ArrayList<>();
    private final Random random = new Random(17);
    private Kernels kernels;

    /** The implementation under test. */
    abstract Kernels open();

    @BeforeEach
    void openKernels() {
        kernels = open();
    }

    @AfterEach
    void closeKernels() {
        blocks.forEach(Floats::close);
        kernels.close();
    }

    // ---- memory and elements ----

    @Test
    void aNewBlockIsZeroAndSlicesShareItsMemory() {
        Floats block = zeros(37);
        assertThat(block.toArray()).containsOnly(0f);
        block.slice(5, 3).write(new float[] {1, 2, 3});
        assertThat(block.slice(4, 5).toArray()).containsExactly(0, 1, 2, 3, 0);
    }

    @ParameterizedTest
    @CsvSource({"1", "15", "16", "17", "1000", "40001"})
    void elementKernelsTreatEveryElement(int size) {
        double[] x = values(size);
        double[] y = values(size);
        Floats sum = floats(y);
        kernels.addScaled(0.5f, floats(x), sum);
        Floats product = zeros(size);
        kernels.multiply(floats(x), floats(y), product);
        Floats rectified = floats(x);
        kernels.rectify(rectified);
        Floats passed = floats(y);
        kernels.rectifyGradient(rectified, passed);
        Floats copied = zeros(size);
        kernels.copy(floats(x), copied);
        kernels.scale(3, copied);
        double squares = 0;
        for (int i = 0; i < size; i++) {
            assertThat(sum.toArray()[i]).isCloseTo((float) (y[i] + 0.5 * x[i]), within(1e-6f));
            squares += x[i] * x[i];
            if (size > 1000) {
                i += 97;
            }
        }
        check(product, i -> x[i] * y[i]);
        check(rectified, i -> Math.max(0, x[i]));
        check(passed, i -> x[i] > 0 ? y[i] : 0);
        check(copied, i -> 3 * x[i]);
        if (size <= 1000) {
            assertThat(kernels.sumOfSquares(floats(x))).isCloseTo(squares, within(1e-4 * (1 + squares)));
        }
    }

    @Test
    void sumOfSquaresCountsEveryElement() {
        Floats ones = zeros(100_003);
        kernels.fill(ones, 2);
        assertThat(kernels.sumOfSquares(ones)).isEqualTo(400_012);
    }

    @Test
    void multiplyRepeatsTheSecondFactor() {
        double[] x = values(7 * 33);
        double[] mask = values(33);
        Floats out = zeros(x.length);
        kernels.multiply(floats(x), floats(mask), out);
        check(out, i -> x[i] * mask[i % 33]);
        Floats sum = floats(x);
        kernels.multiplyAdd(floats(x), floats(mask), sum);
        check(sum, i -> x[i] + x[i] * mask[i % 33]);
    }

    @ParameterizedTest
    @CsvSource({"0.5, 12345678901", "0.02, -5", "0, 7"})
    void dropoutMasksAreTheDocumentedFunctionOfSeedAndPosition(float probability, long seed) {
        Floats mask = zeros(20_011);
        kernels.dropoutMask(probability, seed, mask);
        float[] drawn = mask.toArray();
        int dropped = 0;
        for (int i = 0; i < drawn.length; i++) {
            assertThat(drawn[i]).isEqualTo(DropoutBits.value(seed, i, probability));
            dropped += drawn[i] == 0 ? 1 : 0;
        }
        assertThat((double) dropped / drawn.length).isCloseTo(probability, within(0.015));
    }

    // ---- rows ----

    @ParameterizedTest
    @CsvSource({"1,1,1", "3,5,7", "64,33,17", "130,140,90"})
    void productsInAllForms(int rows, int columns, int inner) {
        for (boolean transposeA : new boolean[] {false, true}) {
            for (boolean transposeB : new boolean[] {false, true}) {
                double[] a = values(rows * inner);
                double[] b = values(inner * columns);
                double[] c = values(rows * columns);
                Floats overwritten = floats(values(rows * columns));
                kernels.product(
                        new MatrixProduct(transposeA, transposeB, rows, columns, inner, 0.5f, 0),
                        floats(a),
                        floats(b),
                        overwritten);
                Floats added = floats(c);
                kernels.product(
                        new MatrixProduct(transposeA, transposeB, rows, columns, inner, 1, 1),
                        floats(a),
                        floats(b),
                        added);
                double[] expected = ReferenceKernels.product(transposeA, transposeB, rows, columns, inner, a, b);
                check(overwritten, i -> 0.5 * expected[i]);
                check(added, i -> c[i] + expected[i]);
            }
        }
    }

    @Test
    void biasesAreAddedToRowsAndTheirGradientIsTheColumnSum() {
        double[] x = values(9 * 70);
        double[] bias = values(70);
        Floats rows = floats(x);
        kernels.addBias(rows, floats(bias));
        check(rows, i -> x[i] + bias[i % 70]);
        Floats gradient = floats(bias);
        kernels.addBiasGradient(floats(x), gradient);
        check(gradient, i -> {
            double sum = bias[i];
            for (int row = 0; row < 9; row++) {
                sum += x[row * 70 + i];
            }
            return sum;
        });
    }

    @Test
    void embeddingLooksUpMaskedRowsAndAddsTheirGradients() {
        int width = 21;
        int[] ids = {3, 0, 3, 9, 1, 3};
        double[] table = values(10 * width);
        double[] mask = {1, 2, 1, 0.5, 1, 1, 1, 1, 1, 0};
        Floats out = zeros((long) ids.length * width);
        kernels.embed(ids, width, floats(table), floats(mask), out);
        check(out, i -> table[ids[i / width] * width + i % width] * mask[ids[i / width]]);
        kernels.embed(ids, width, floats(table), Floats.NONE, out);
        check(out, i -> table[ids[i / width] * width + i % width]);

        double[] gradient = values(ids.length * width);
        double[] expected = table.clone();
        for (int i = 0; i < gradient.length; i++) {
            expected[ids[i / width] * width + i % width] += gradient[i] * mask[ids[i / width]];
        }
        Floats sum = floats(table);
        kernels.embedGradient(ids, width, floats(gradient), floats(mask), sum);
        check(sum, i -> expected[i]);
    }

    // ---- recurrent layers ----

    @ParameterizedTest
    @CsvSource({"1,1,1,1", "1,1,5,3", "4,1,3,17", "3,2,16,16", "5,3,7,18", "9,5,33,20"})
    void lstmAgreesWithTheFormulasForwardAndBackward(int steps, int batch, int inputs, int units) {
        LstmShape shape = new LstmShape(steps, batch, inputs, units);
        LstmCase example = new LstmCase(shape);
        LstmTape tape = LstmTape.allocate(kernels, shape);
        blocks.addAll(List.of(tape.gates(), tape.hidden(), tape.cells()));
        tape.initialHidden(shape).write(single(example.hidden));
        tape.initialCell(shape).write(single(example.cell));
        LstmWeights weights = new LstmWeights(floats(example.input), floats(example.recurrent), floats(example.bias));
        Floats x = floats(example.x);
        kernels.lstmForward(shape, x, weights, tape);
        ReferenceKernels.Run run = example.run();
        check(tape.output(shape), i -> run.output()[i]);
        check(tape.finalHidden(shape), i -> run.finalHidden()[i]);
        check(tape.finalCell(shape), i -> run.finalCell()[i]);

        Floats hiddenGradient = floats(example.hiddenGradient);
        Floats cellGradient = floats(example.cellGradient);
        double[] earlier = values(example.input.length);
        LstmWeights gradients =
                new LstmWeights(floats(earlier), zeros(example.recurrent.length), zeros(example.bias.length));
        Floats inputGradient = zeros(example.x.length);
        kernels.lstmBackward(
                shape,
                x,
                weights,
                tape,
                floats(example.outputGradient),
                hiddenGradient,
                cellGradient,
                gradients,
                inputGradient);
        checkGradient(inputGradient, example.x, example::objective);
        checkGradient(hiddenGradient, example.hidden, example::objective);
        checkGradient(cellGradient, example.cell, example::objective);
        checkGradient(gradients.recurrent(), example.recurrent, example::objective);
        checkGradient(gradients.bias(), example.bias, example::objective);
        kernels.addScaled(-1, floats(earlier), gradients.input());
        checkGradient(gradients.input(), example.input, example::objective);
    }

    @Test
    void lstmSkipsTheGradientsThatAreNotWanted() {
        LstmShape shape = new LstmShape(3, 2, 4, 5);
        LstmCase example = new LstmCase(shape);
        LstmTape tape = LstmTape.allocate(kernels, shape);
        blocks.addAll(List.of(tape.gates(), tape.hidden(), tape.cells()));
        LstmWeights weights = new LstmWeights(floats(example.input), floats(example.recurrent), floats(example.bias));
        kernels.lstmForward(shape, floats(example.x), weights, tape);
        Floats hiddenGradient = zeros(shape.stateSize());
        kernels.lstmBackward(
                shape,
                floats(example.x),
                weights,
                tape,
                floats(example.outputGradient),
                hiddenGradient,
                zeros(shape.stateSize()),
                LstmWeights.NONE,
                Floats.NONE);
        assertThat(kernels.sumOfSquares(hiddenGradient)).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,1,1", "1,1,5,3,2", "4,1,3,17,2", "3,2,16,16,1", "5,3,7,18,2", "9,5,33,20,1"})
    void qrnnAgreesWithTheFormulasForwardAndBackward(int steps, int batch, int inputs, int units, int window) {
        QrnnShape shape = new QrnnShape(steps, batch, inputs, units, window);
        QrnnCase example = new QrnnCase(shape);
        QrnnTape tape = QrnnTape.allocate(kernels, shape);
        blocks.addAll(List.of(tape.gates(), tape.output(), tape.cells()));
        tape.initialCell(shape).write(single(example.cell));
        QrnnWeights weights = new QrnnWeights(floats(example.linear), floats(example.bias));
        Floats x = floats(example.x);
        Floats previous = window == 1 ? Floats.NONE : floats(example.previous);
        kernels.qrnnForward(shape, x, previous, weights, tape);
        ReferenceKernels.Run run = example.run();
        check(tape.output(shape), i -> run.output()[i]);
        check(tape.finalCell(shape), i -> run.finalCell()[i]);

        Floats cellGradient = floats(example.cellGradient);
        QrnnWeights gradients = new QrnnWeights(zeros(example.linear.length), zeros(example.bias.length));
        Floats inputGradient = zeros(example.x.length);
        kernels.qrnnBackward(
                shape,
                x,
                previous,
                weights,
                tape,
                floats(example.outputGradient),
                cellGradient,
                gradients,
                inputGradient);
        checkGradient(inputGradient, example.x, example::objective);
        checkGradient(cellGradient, example.cell, example::objective);
        checkGradient(gradients.linear(), example.linear, example::objective);
        checkGradient(gradients.bias(), example.bias, example::objective);
    }

    // ---- losses and normalisation ----

    @ParameterizedTest
    @CsvSource({"1,1,2", "5,7,3", "33,18,50", "3,1,3000001"})
    void softmaxCrossEntropyAgreesWithTheFormulas(int rows, int inputs, int classes) {
        double[] x = values(rows * inputs);
        double[] weight = values(classes * inputs);
        double[] bias = values(classes);
        int[] targets = random.ints(rows, 0, classes).toArray();
        if (rows > 2) {
            targets[1] = -1;
        }
        SoftmaxWeights weights = new SoftmaxWeights(floats(weight), floats(bias));
        SoftmaxWeights gradients = new SoftmaxWeights(zeros(weight.length), zeros(bias.length));
        Floats inputGradient = floats(values(x.length));
        SoftmaxShape shape = new SoftmaxShape(rows, inputs, classes);
        double loss = kernels.softmaxCrossEntropy(shape, floats(x), weights, targets, 0.5f, gradients, inputGradient);
        ReferenceKernels.Softmax expected =
                ReferenceKernels.softmax(rows, inputs, classes, x, weight, bias, targets, 0.5);
        assertThat(loss).isCloseTo(expected.loss(), within(1e-5 * (1 + expected.loss())));
        check(inputGradient, i -> expected.inputGradient()[i]);
        check(gradients.bias(), i -> expected.biasGradient()[i]);
        check(gradients.weight(), i -> expected.weightGradient()[i]);
        double lossOnly =
                kernels.softmaxCrossEntropy(shape, floats(x), weights, targets, 1, SoftmaxWeights.NONE, Floats.NONE);
        assertThat(lossOnly).isEqualTo(loss);
    }

    @ParameterizedTest
    @CsvSource({"2,1", "7,19", "64,50"})
    void batchNormAgreesWithTheFormulas(int rows, int features) {
        double[] x = values(rows * features);
        double[] scale = values(features);
        double[] shift = values(features);
        double[] outputGradient = values(rows * features);
        Floats mean = zeros(features);
        Floats variance = floats(filled(features, 1));
        BatchNorm norm = BatchNorm.of(features, floats(scale), floats(shift), mean, variance);
        Floats out = zeros(x.length);
        Floats saved = zeros(2L * features);
        kernels.batchNormForward(norm, rows, true, floats(x), out, saved);
        check(out, i -> ReferenceKernels.batchNorm(rows, features, x, scale, shift)[i]);
        check(mean, feature -> 0.1 * ReferenceKernels.mean(rows, features, x, feature));
        check(
                variance,
                feature -> 0.9 + 0.1 * ReferenceKernels.variance(rows, features, x, feature) * rows / (rows - 1));

        Floats inputGradient = zeros(x.length);
        Floats scaleGradient = zeros(features);
        Floats shiftGradient = zeros(features);
        kernels.batchNormBackward(
                norm, rows, floats(x), saved, floats(outputGradient), scaleGradient, shiftGradient, inputGradient);
        DoubleSupplier objective =
                () -> ReferenceKernels.dot(ReferenceKernels.batchNorm(rows, features, x, scale, shift), outputGradient);
        checkGradient(scaleGradient, scale, objective);
        checkGradient(shiftGradient, shift, objective);
        if (rows > 2) {
            checkGradient(inputGradient, x, objective);
        }

        kernels.batchNormForward(norm, rows, false, floats(x), out, saved);
        float[] runningMean = mean.toArray();
        float[] runningVariance = variance.toArray();
        check(out, i -> {
            int feature = i % features;
            return (x[i] - runningMean[feature]) / Math.sqrt(runningVariance[feature] + 1e-5) * scale[feature]
                    + shift[feature];
        });
    }

    @Test
    void adamTakesTheDocumentedStep() {
        int size = 1003;
        double[] p = values(size);
        double[] g = values(size);
        double[] m = values(size);
        double[] v = values(size);
        for (int i = 0; i < size; i++) {
            v[i] *= v[i];
        }
        Floats values = floats(p);
        Floats first = floats(m);
        Floats second = floats(v);
        AdamStep step = new AdamStep(0.01f, 0.8f, 0.99f, 1e-5f, 0.1f, 0.36f, 0.02f, 0.5f);
        kernels.adam(step, values, floats(g), first, second);
        check(first, i -> 0.8 * m[i] + 0.2 * 0.5 * g[i]);
        check(second, i -> 0.99 * v[i] + 0.01 * 0.25 * g[i] * g[i]);
        check(values, i -> {
            double moment = (0.8 * m[i] + 0.2 * 0.5 * g[i]) / 0.36;
            double spread = Math.sqrt((0.99 * v[i] + 0.01 * 0.25 * g[i] * g[i]) / 0.02) + 1e-5;
            return p[i] * (1 - 0.001) - 0.01 * moment / spread;
        });
    }

    @Test
    void theSameCallsGiveTheSameBits() {
        LstmShape shape = new LstmShape(7, 5, 19, 23);
        LstmCase example = new LstmCase(shape);
        float[] first = lstmOutput(shape, example);
        for (int i = 0; i < 200; i++) {
            assertThat(lstmOutput(shape, example)).isEqualTo(first);
        }
    }

    private float[] lstmOutput(LstmShape shape, LstmCase example) {
        try (LstmTape tape = LstmTape.allocate(kernels, shape)) {
            LstmWeights weights =
                    new LstmWeights(floats(example.input), floats(example.recurrent), floats(example.bias));
            kernels.lstmForward(shape, floats(example.x), weights, tape);
            return tape.output(shape).toArray();
        }
    }

    // ---- cases ----

    /** An LSTM with random weights, input, states and weights of the outputs in a scalar objective. */
    private final class LstmCase {

        private final LstmShape shape;
        private final double[] x;
        private final double[] input;
        private final double[] recurrent;
        private final double[] bias;
        private final double[] hidden;
        private final double[] cell;
        private final double[] outputGradient;
        private final double[] hiddenGradient;
        private final double[] cellGradient;

        private LstmCase(LstmShape shape) {
            this.shape = shape;
            int states = Math.toIntExact(shape.stateSize());
            x = values(Math.toIntExact(shape.inputSize()));
            input = values(4 * shape.units() * shape.inputs());
            recurrent = values(4 * shape.units() * shape.units());
            bias = values(4 * shape.units());
            hidden = values(states);
            cell = values(states);
            outputGradient = values(Math.toIntExact(shape.outputSize()));
            hiddenGradient = values(states);
            cellGradient = values(states);
        }

        private ReferenceKernels.Run run() {
            return ReferenceKernels.lstm(shape, x, input, recurrent, bias, hidden, cell);
        }

        private double objective() {
            ReferenceKernels.Run run = run();
            return ReferenceKernels.dot(run.output(), outputGradient)
                    + ReferenceKernels.dot(run.finalHidden(), hiddenGradient)
                    + ReferenceKernels.dot(run.finalCell(), cellGradient);
        }
    }

    /** The same for a QRNN. */
    private final class QrnnCase {

        private final QrnnShape shape;
        private final double[] x;
        private final double[] previous;
        private final double[] linear;
        private final double[] bias;
        private final double[] cell;
        private final double[] outputGradient;
        private final double[] cellGradient;

        private QrnnCase(QrnnShape shape) {
            this.shape = shape;
            x = values(Math.toIntExact(shape.inputSize()));
            previous = values(Math.toIntExact(shape.stepInputSize()));
            linear = values(3 * shape.units() * shape.window() * shape.inputs());
            bias = values(3 * shape.units());
            cell = values(Math.toIntExact(shape.stateSize()));
            outputGradient = values(Math.toIntExact(shape.outputSize()));
            cellGradient = values(Math.toIntExact(shape.stateSize()));
        }

        private ReferenceKernels.Run run() {
            return ReferenceKernels.qrnn(shape, x, previous, linear, bias, cell);
        }

        private double objective() {
            ReferenceKernels.Run run = run();
            return ReferenceKernels.dot(run.output(), outputGradient)
                    + ReferenceKernels.dot(run.finalCell(), cellGradient);
        }
    }

    // ---- checks and blocks ----

    private interface Expected {
        double at(int index);
    }

    private static void check(Floats actual, Expected expected) {
        float[] values = actual.toArray();
        for (int i = 0; i < values.length; i += values.length > 5000 ? 331 : 1) {
            double wanted = expected.at(i);
            if (!(Math.abs(values[i] - wanted) <= TOLERANCE * (1 + Math.abs(wanted)))) {
                assertThat((double) values[i])
                        .as("element %d of %d", i, values.length)
                        .isCloseTo(wanted, within(TOLERANCE * (1 + Math.abs(wanted))));
            }
        }
    }

    /** Compares with central differences of the double-precision objective, which reads {@code variable}. */
    private static void checkGradient(Floats actual, double[] variable, DoubleSupplier objective) {
        float[] values = actual.toArray();
        assertThat(values).hasSize(variable.length);
        int stride = Math.max(1, variable.length / 60);
        for (int i = 0; i < variable.length; i += stride) {
            double kept = variable[i];
            variable[i] = kept + DIFFERENCE;
            double above = objective.getAsDouble();
            variable[i] = kept - DIFFERENCE;
            double below = objective.getAsDouble();
            variable[i] = kept;
            double wanted = (above - below) / (2 * DIFFERENCE);
            assertThat((double) values[i])
                    .as("gradient of element %d of %d", i, values.length)
                    .isCloseTo(wanted, within(TOLERANCE * (1 + Math.abs(wanted))));
        }
    }

    private double[] values(int size) {
        return random.doubles(size, -0.8, 0.8).toArray();
    }

    private static double[] filled(int size, double value) {
        double[] values = new double[size];
        java.util.Arrays.fill(values, value);
        return values;
    }

    private static float[] single(double[] values) {
        float[] singles = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            singles[i] = (float) values[i];
        }
        return singles;
    }

    private Floats zeros(long size) {
        Floats block = kernels.allocate(size);
        blocks.add(block);
        return block;
    }

    private Floats floats(double[] values) {
        Floats block = zeros(values.length);
        block.write(single(values));
        return block;
    }
}
