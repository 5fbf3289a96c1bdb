package io.docket.ml.model;

import io.docket.ml.kernel.Floats;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.kernel.LstmShape;
import io.docket.ml.kernel.LstmTape;
import io.docket.ml.kernel.LstmWeights;
import java.util.List;

/** An LSTM layer with weight dropout on the recurrent matrix. */
final class LstmLayer implements RecurrentLayer {

    private final Kernels kernels;
    private final int inputs;
    private final int units;
    private final Parameter input;
    private final Parameter bias;
    private final WeightDropout recurrent;

    LstmLayer(Kernels kernels, ParameterSet parameters, int index, int inputs, int units) {
        this.kernels = kernels;
        this.inputs = inputs;
        this.units = units;
        this.input = parameters.get(name(index, "weight_ih"));
        this.bias = parameters.get(name(index, "bias"));
        this.recurrent = new WeightDropout(kernels, parameters.get(name(index, "weight_hh")));
    }

    /** PyTorch's initial range, ±1/√units. */
    static List<ParameterSpec> specs(int index, int inputs, int units) {
        float range = (float) (1 / Math.sqrt(units));
        String group = Encoder.layerGroup(index);
        return List.of(
                new ParameterSpec(name(index, "weight_ih"), List.of(4 * units, inputs), group, true, range),
                new ParameterSpec(name(index, "weight_hh"), List.of(4 * units, units), group, true, range),
                new ParameterSpec(name(index, "bias"), List.of(4 * units), group, false, range));
    }

    private static String name(int index, String weight) {
        return "rnns." + index + "." + weight;
    }

    @Override
    public LayerPass newPass(int steps, int batch) {
        return new Pass(new LstmShape(steps, batch, inputs, units));
    }

    @Override
    public void close() {
        recurrent.close();
    }

    private final class Pass implements LayerPass {

        private final LstmTape tape;
        private Floats hiddenGradient = Floats.NONE;
        private Floats cellGradient = Floats.NONE;
        private final long stateCapacity;
        private LstmShape shape;
        private Floats x = Floats.NONE;
        private float weightDropout;
        private long seed;

        private Pass(LstmShape largest) {
            tape = LstmTape.allocate(kernels, largest);
            stateCapacity = largest.stateSize();
            shape = largest;
        }

        @Override
        public void forward(int steps, int batch, Floats input, LayerState state, float dropout, long dropoutSeed) {
            shape = new LstmShape(steps, batch, inputs, units);
            x = input;
            weightDropout = dropout;
            seed = dropoutSeed;
            kernels.copy(state.hidden().slice(0, shape.stateSize()), tape.initialHidden(shape));
            kernels.copy(state.cell().slice(0, shape.stateSize()), tape.initialCell(shape));
            kernels.lstmForward(shape, x, weights(), tape);
            kernels.copy(tape.finalHidden(shape), state.hidden());
            kernels.copy(tape.finalCell(shape), state.cell());
        }

        @Override
        public Floats output() {
            return tape.output(shape);
        }

        @Override
        public void backward(Floats outputGradient, boolean trainable, Floats inputGradient) {
            if (hiddenGradient.isNone()) {
                hiddenGradient = kernels.allocate(stateCapacity);
                cellGradient = kernels.allocate(stateCapacity);
            }
            kernels.fill(hiddenGradient, 0);
            kernels.fill(cellGradient, 0);
            LstmWeights weights = weights();
            LstmWeights gradients = trainable
                    ? new LstmWeights(input.gradient(), recurrent.effectiveGradient(weightDropout), bias.gradient())
                    : LstmWeights.NONE;
            kernels.lstmBackward(
                    shape, x, weights, tape, outputGradient, hiddenGradient, cellGradient, gradients, inputGradient);
            if (trainable) {
                recurrent.collect(weightDropout);
            }
        }

        private LstmWeights weights() {
            return new LstmWeights(input.values(), recurrent.effective(weightDropout, seed), bias.values());
        }

        @Override
        public void close() {
            tape.close();
            hiddenGradient.close();
            cellGradient.close();
        }
    }
}
