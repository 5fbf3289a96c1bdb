package io.docket.ml.model;

import io.docket.ml.kernel.Floats;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.kernel.QrnnShape;
import io.docket.ml.kernel.QrnnTape;
import io.docket.ml.kernel.QrnnWeights;
import java.util.List;

/** A QRNN layer with weight dropout on its matrix, which has no recurrent part; the first layer looks at two inputs. */
final class QrnnLayer implements RecurrentLayer {

    private static final int FIRST_WINDOW = 2;

    private final Kernels kernels;
    private final int inputs;
    private final int units;
    private final int window;
    private final Parameter bias;
    private final WeightDropout linear;

    QrnnLayer(Kernels kernels, ParameterSet parameters, int index, int inputs, int units) {
        this.kernels = kernels;
        this.inputs = inputs;
        this.units = units;
        this.window = window(index);
        this.bias = parameters.get(name(index, "bias"));
        this.linear = new WeightDropout(kernels, parameters.get(name(index, "weight")));
    }

    /** PyTorch's initial range of a linear layer, ±1/√inputs. */
    static List<ParameterSpec> specs(int index, int inputs, int units) {
        int columns = window(index) * inputs;
        float range = (float) (1 / Math.sqrt(columns));
        String group = Encoder.layerGroup(index);
        return List.of(
                new ParameterSpec(name(index, "weight"), List.of(3 * units, columns), group, true, range),
                new ParameterSpec(name(index, "bias"), List.of(3 * units), group, false, range));
    }

    private static int window(int index) {
        return index == 0 ? FIRST_WINDOW : 1;
    }

    private static String name(int index, String weight) {
        return "rnns." + index + ".layers.0.linear." + weight;
    }

    @Override
    public LayerPass newPass(int steps, int batch) {
        return new Pass(new QrnnShape(steps, batch, inputs, units, window));
    }

    @Override
    public void close() {
        linear.close();
    }

    private final class Pass implements LayerPass {

        private final QrnnTape tape;
        private final Floats previousInput;
        private final long stateCapacity;
        private Floats cellGradient = Floats.NONE;
        private QrnnShape shape;
        private Floats x = Floats.NONE;
        private float weightDropout;
        private long seed;

        private Pass(QrnnShape largest) {
            tape = QrnnTape.allocate(kernels, largest);
            previousInput = window == 1 ? Floats.NONE : kernels.allocate(largest.stepInputSize());
            stateCapacity = largest.stateSize();
            shape = largest;
        }

        @Override
        public void forward(int steps, int batch, Floats input, LayerState state, float dropout, long dropoutSeed) {
            shape = new QrnnShape(steps, batch, inputs, units, window);
            x = input;
            weightDropout = dropout;
            seed = dropoutSeed;
            kernels.copy(state.cell().slice(0, shape.stateSize()), tape.initialCell(shape));
            if (window == FIRST_WINDOW) {
                kernels.copy(state.previousInput().slice(0, shape.stepInputSize()), previousInput);
            }
            kernels.qrnnForward(shape, x, previousInput, weights(), tape);
            kernels.copy(tape.finalCell(shape), state.cell());
            if (window == FIRST_WINDOW) {
                long last = shape.inputSize() - shape.stepInputSize();
                kernels.copy(x.slice(last, shape.stepInputSize()), state.previousInput());
            }
        }

        @Override
        public Floats output() {
            return tape.output(shape);
        }

        @Override
        public void backward(Floats outputGradient, boolean trainable, Floats inputGradient) {
            if (cellGradient.isNone()) {
                cellGradient = kernels.allocate(stateCapacity);
            }
            kernels.fill(cellGradient, 0);
            QrnnWeights weights = weights();
            QrnnWeights gradients = trainable
                    ? new QrnnWeights(linear.effectiveGradient(weightDropout), bias.gradient())
                    : QrnnWeights.NONE;
            kernels.qrnnBackward(
                    shape, x, previousInput, weights, tape, outputGradient, cellGradient, gradients, inputGradient);
            if (trainable) {
                linear.collect(weightDropout);
            }
        }

        private QrnnWeights weights() {
            return new QrnnWeights(linear.effective(weightDropout, seed), bias.values());
        }

        @Override
        public void close() {
            tape.close();
            previousInput.close();
            cellGradient.close();
        }
    }
}
