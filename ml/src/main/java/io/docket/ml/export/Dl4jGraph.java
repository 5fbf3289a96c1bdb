package io.docket.ml.export;

import io.docket.ml.LabelMode;
import io.docket.ml.classify.UlmfitWeights;
import io.docket.ml.io.Tensor;
import io.docket.ml.model.Encoder;
import io.docket.ml.model.EncoderConfig;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Says a ULMFiT classifier in DeepLearning4J's own layers. Input "tokens" is {@code [texts, 1, length]} of token ids, output
 * "labels" {@code [texts, labels]} of calibrated probabilities.
 *
 * <p>DeepLearning4J has no QRNN layer, but a QRNN is two convolutions over time, one for the candidates and one for the gates,
 * and an LSTM that has nothing left to multiply: its matrices only pick its gates from the convolutions, its recurrent matrix is
 * zero, its activation the identity, and its forget gate is the opposite of its input gate because σ(−x) = 1 − σ(x).
 */
final class Dl4jGraph {

    static final String INPUT = "tokens";
    static final String OUTPUT = "labels";
    private static final String EMBEDDING = "embedding";
    /** DeepLearning4J's order of an LSTM's columns: cell, forget, output, input. Ours, of rows: input, forget, cell, output. */
    private static final int[] LSTM_BLOCKS = {2, 1, 3, 0};

    private final EncoderConfig sizes;
    private final Map<String, Tensor> tensors;
    private final LabelMode mode;
    private final double temperature;

    Dl4jGraph(UlmfitWeights weights, LabelMode mode, double temperature) {
        this.sizes = weights.sizes();
        this.tensors = Stream.concat(weights.encoder().stream(), weights.head().stream())
                .collect(Collectors.toMap(Tensor::name, Function.identity()));
        this.mode = mode;
        this.temperature = temperature;
    }

    ComputationGraph build() {
        GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs(INPUT)
                .setOutputs(OUTPUT)
                .addLayer(
                        EMBEDDING,
                        new EmbeddingSequenceLayer.Builder()
                                .nIn(sizes.vocabulary())
                                .nOut(sizes.embedding())
                                .outputDataFormat(RNNFormat.NCW)
                                .build(),
                        INPUT);
        String below = EMBEDDING;
        for (int layer = 0; layer < sizes.layers(); layer++) {
            switch (sizes.cell()) {
                case LSTM -> addLstm(builder, layer, below);
                case QRNN -> addQrnn(builder, layer, below);
            }
            below = recurrent(layer);
        }
        addHead(builder, below);
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        set(graph, EMBEDDING + "_W", tensor(Encoder.EMBEDDING).values());
        for (int layer = 0; layer < sizes.layers(); layer++) {
            switch (sizes.cell()) {
                case LSTM -> setLstm(graph, layer);
                case QRNN -> setQrnn(graph, layer);
            }
        }
        setHead(graph);
        return graph;
    }

    private void addLstm(GraphBuilder builder, int layer, String below) {
        builder.addLayer(
                recurrent(layer),
                new LSTM.Builder()
                        .nIn(sizes.inputs(layer))
                        .nOut(sizes.outputs(layer))
                        .activation(Activation.TANH)
                        .gateActivationFunction(Activation.SIGMOID)
                        .dataFormat(RNNFormat.NCW)
                        .build(),
                below);
    }

    private void addQrnn(GraphBuilder builder, int layer, String below) {
        int units = sizes.outputs(layer);
        builder.addLayer(candidates(layer), convolution(layer, units, Activation.TANH), below)
                .addLayer(gates(layer), convolution(layer, 2 * units, Activation.IDENTITY), below)
                .addVertex(merged(layer), new MergeVertex(), candidates(layer), gates(layer))
                .addLayer(
                        recurrent(layer),
                        new LSTM.Builder()
                                .nIn(3 * units)
                                .nOut(units)
                                .activation(Activation.IDENTITY)
                                .gateActivationFunction(Activation.SIGMOID)
                                .dataFormat(RNNFormat.NCW)
                                .build(),
                        merged(layer));
    }

    private Convolution1DLayer convolution(int layer, int outputs, Activation activation) {
        return new Convolution1DLayer.Builder(window(layer))
                .nIn(sizes.inputs(layer))
                .nOut(outputs)
                .convolutionMode(ConvolutionMode.Causal)
                .activation(activation)
                .rnnDataFormat(RNNFormat.NCW)
                .build();
    }

    private void addHead(GraphBuilder builder, String top) {
        int pooled = 3 * sizes.embedding();
        int hidden = tensor("head.0.linear").shape()[0];
        int labels = tensor("head.1.linear").shape()[0];
        builder.addVertex("last", new LastTimeStepVertex(INPUT), top)
                .addLayer("max", new GlobalPoolingLayer(PoolingType.MAX), top)
                .addLayer("mean", new GlobalPoolingLayer(PoolingType.AVG), top)
                .addVertex("pooled", new MergeVertex(), "last", "max", "mean")
                .addLayer("norm0", norm(pooled), "pooled")
                .addLayer(
                        "hidden",
                        new DenseLayer.Builder()
                                .nIn(pooled)
                                .nOut(hidden)
                                .hasBias(false)
                                .activation(Activation.RELU)
                                .build(),
                        "norm0")
                .addLayer("norm1", norm(hidden), "hidden")
                .addLayer(OUTPUT, output(hidden, labels), "norm1");
    }

    private OutputLayer output(int hidden, int labels) {
        boolean single = mode == LabelMode.SINGLE;
        return new OutputLayer.Builder(single ? LossFunction.MCXENT : LossFunction.XENT)
                .nIn(hidden)
                .nOut(labels)
                .hasBias(false)
                .activation(single ? Activation.SOFTMAX : Activation.SIGMOID)
                .build();
    }

    private static BatchNormalization norm(int width) {
        return new BatchNormalization.Builder()
                .nIn(width)
                .nOut(width)
                .eps(UlmfitWeights.NORM_EPSILON)
                .useLogStd(false)
                .build();
    }

    private void setLstm(ComputationGraph graph, int layer) {
        String prefix = "rnns." + layer + ".";
        int units = sizes.outputs(layer);
        set(graph, recurrent(layer) + "_W", columns(tensor(prefix + "weight_ih").values(), units, sizes.inputs(layer)));
        set(
                graph,
                recurrent(layer) + "_RW",
                columns(tensor(prefix + "weight_hh").values(), units, units));
        set(graph, recurrent(layer) + "_b", columns(tensor(prefix + "bias").values(), units, 1));
    }

    /** From our rows of gates to DeepLearning4J's columns, {@code [inputs, 4·units]}. */
    private static float[] columns(float[] rows, int units, int inputs) {
        float[] columns = new float[rows.length];
        for (int block = 0; block < LSTM_BLOCKS.length; block++) {
            for (int unit = 0; unit < units; unit++) {
                int row = LSTM_BLOCKS[block] * units + unit;
                for (int input = 0; input < inputs; input++) {
                    columns[input * 4 * units + block * units + unit] = rows[row * inputs + input];
                }
            }
        }
        return columns;
    }

    private void setQrnn(ComputationGraph graph, int layer) {
        String prefix = "rnns." + layer + ".layers.0.linear.";
        int units = sizes.outputs(layer);
        float[] matrix = tensor(prefix + "weight").values();
        float[] bias = tensor(prefix + "bias").values();
        set(graph, candidates(layer) + "_W", kernel(matrix, layer, 0, units));
        set(graph, candidates(layer) + "_b", Arrays.copyOfRange(bias, 0, units));
        set(graph, gates(layer) + "_W", kernel(matrix, layer, units, 3 * units));
        set(graph, gates(layer) + "_b", Arrays.copyOfRange(bias, units, 3 * units));
        int width = 4 * units;
        float[] choice = new float[3 * units * width];
        for (int unit = 0; unit < units; unit++) {
            int gate = (units + unit) * width; // how much of the candidate enters; the rest of the cell stays
            choice[unit * width + unit] = 1;
            choice[gate + units + unit] = -1;
            choice[(2 * units + unit) * width + 2 * units + unit] = 1;
            choice[gate + 3 * units + unit] = 1;
        }
        set(graph, recurrent(layer) + "_W", choice);
        set(graph, recurrent(layer) + "_RW", new float[units * width]);
        set(graph, recurrent(layer) + "_b", new float[width]);
    }

    /**
     * Some rows of a QRNN's matrix as DeepLearning4J's convolution over time reads them: {@code [window, inputs, outputs]}, whatever
     * shape its parameter claims, and the earlier input first.
     */
    private float[] kernel(float[] matrix, int layer, int fromRow, int toRow) {
        int inputs = sizes.inputs(layer);
        int window = window(layer);
        int outputs = toRow - fromRow;
        float[] kernel = new float[window * inputs * outputs];
        for (int back = 0; back < window; back++) {
            for (int input = 0; input < inputs; input++) {
                for (int output = 0; output < outputs; output++) {
                    kernel[((window - 1 - back) * inputs + input) * outputs + output] =
                            matrix[(fromRow + output) * inputs * window + back * inputs + input];
                }
            }
        }
        return kernel;
    }

    private void setHead(ComputationGraph graph) {
        setNorm(graph, "norm0", "head.0.norm.");
        setNorm(graph, "norm1", "head.1.norm.");
        set(graph, "hidden_W", transposed(tensor("head.0.linear"), 1));
        set(graph, OUTPUT + "_W", transposed(tensor("head.1.linear"), temperature));
    }

    private void setNorm(ComputationGraph graph, String layer, String prefix) {
        set(graph, layer + "_gamma", tensor(prefix + "scale").values());
        set(graph, layer + "_beta", tensor(prefix + "shift").values());
        set(graph, layer + "_mean", tensor(prefix + "mean").values());
        set(graph, layer + "_var", tensor(prefix + "variance").values());
    }

    private static float[] transposed(Tensor matrix, double divisor) {
        int rows = matrix.shape()[0];
        int columns = matrix.shape()[1];
        float[] result = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                result[column * rows + row] = (float) (matrix.values()[row * columns + column] / divisor);
            }
        }
        return result;
    }

    private static void set(ComputationGraph graph, String name, float[] values) {
        INDArray parameter = graph.getParam(name);
        parameter.assign(Nd4j.createFromArray(values).reshape('c', parameter.shape()));
    }

    private Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalStateException("the classifier has no weights " + name);
        }
        return tensor;
    }

    private int window(int layer) {
        int columns = tensor("rnns." + layer + ".layers.0.linear.weight").shape()[1];
        return columns / sizes.inputs(layer);
    }

    private static String recurrent(int layer) {
        return "recurrent" + layer;
    }

    private static String candidates(int layer) {
        return "candidates" + layer;
    }

    private static String gates(int layer) {
        return "gates" + layer;
    }

    private static String merged(int layer) {
        return "merged" + layer;
    }
}
