package io.docket.ml.kernel;

/** The formulas of {@link Kernels} in double precision, written for reading. */
final class ReferenceKernels {

    private ReferenceKernels() {}

    /** What a recurrent layer gives: all outputs and the final states (a QRNN has no hidden one of its own). */
    record Run(double[] output, double[] finalHidden, double[] finalCell) {}

    /** Loss and gradients of a softmax layer. */
    record Softmax(double loss, double[] inputGradient, double[] weightGradient, double[] biasGradient) {}

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static double[] product(
            boolean transposeA, boolean transposeB, int rows, int columns, int inner, double[] a, double[] b) {
        double[] c = new double[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                for (int k = 0; k < inner; k++) {
                    double left = transposeA ? a[k * rows + row] : a[row * inner + k];
                    double right = transposeB ? b[column * inner + k] : b[k * columns + column];
                    c[row * columns + column] += left * right;
                }
            }
        }
        return c;
    }

    static Run lstm(
            LstmShape shape,
            double[] x,
            double[] input,
            double[] recurrent,
            double[] bias,
            double[] initialHidden,
            double[] initialCell) {
        int units = shape.units();
        double[] hidden = initialHidden.clone();
        double[] cell = initialCell.clone();
        double[] output = new double[shape.steps() * shape.batch() * units];
        for (int step = 0; step < shape.steps(); step++) {
            double[] before = hidden.clone();
            for (int sequence = 0; sequence < shape.batch(); sequence++) {
                for (int unit = 0; unit < units; unit++) {
                    double[] gates = new double[4];
                    for (int gate = 0; gate < 4; gate++) {
                        int row = gate * units + unit;
                        double sum = bias[row];
                        for (int k = 0; k < shape.inputs(); k++) {
                            sum += input[row * shape.inputs() + k]
                                    * x[(step * shape.batch() + sequence) * shape.inputs() + k];
                        }
                        for (int k = 0; k < units; k++) {
                            sum += recurrent[row * units + k] * before[sequence * units + k];
                        }
                        gates[gate] = sum;
                    }
                    int at = sequence * units + unit;
                    cell[at] = logistic(gates[1]) * cell[at] + logistic(gates[0]) * Math.tanh(gates[2]);
                    hidden[at] = logistic(gates[3]) * Math.tanh(cell[at]);
                    output[(step * shape.batch() + sequence) * units + unit] = hidden[at];
                }
            }
        }
        return new Run(output, hidden, cell);
    }

    static Run qrnn(
            QrnnShape shape, double[] x, double[] previous, double[] linear, double[] bias, double[] initialCell) {
        int units = shape.units();
        int inputs = shape.inputs();
        double[] cell = initialCell.clone();
        double[] output = new double[shape.steps() * shape.batch() * units];
        for (int step = 0; step < shape.steps(); step++) {
            for (int sequence = 0; sequence < shape.batch(); sequence++) {
                for (int unit = 0; unit < units; unit++) {
                    double[] gates = new double[3];
                    for (int gate = 0; gate < 3; gate++) {
                        int row = gate * units + unit;
                        double sum = bias[row];
                        for (int k = 0; k < inputs; k++) {
                            int column = row * inputs * shape.window() + k;
                            sum += linear[column] * x[(step * shape.batch() + sequence) * inputs + k];
                            if (shape.window() == 2) {
                                double earlier = step == 0
                                        ? previous[sequence * inputs + k]
                                        : x[((step - 1) * shape.batch() + sequence) * inputs + k];
                                sum += linear[column + inputs] * earlier;
                            }
                        }
                        gates[gate] = sum;
                    }
                    int at = sequence * units + unit;
                    double forget = logistic(gates[1]);
                    cell[at] = forget * Math.tanh(gates[0]) + (1 - forget) * cell[at];
                    output[(step * shape.batch() + sequence) * units + unit] = logistic(gates[2]) * cell[at];
                }
            }
        }
        return new Run(output, new double[0], cell);
    }

    static Softmax softmax(
            int rows,
            int inputs,
            int classes,
            double[] x,
            double[] weight,
            double[] bias,
            int[] targets,
            double factor) {
        double loss = 0;
        double[] inputGradient = new double[rows * inputs];
        double[] weightGradient = new double[classes * inputs];
        double[] biasGradient = new double[classes];
        for (int row = 0; row < rows; row++) {
            if (targets[row] < 0) {
                continue;
            }
            double[] logits = bias.clone();
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                for (int k = 0; k < inputs; k++) {
                    logits[c] += weight[c * inputs + k] * x[row * inputs + k];
                }
                sum += Math.exp(logits[c]);
            }
            loss += Math.log(sum) - logits[targets[row]];
            for (int c = 0; c < classes; c++) {
                double gradient = factor * (Math.exp(logits[c]) / sum - (c == targets[row] ? 1 : 0));
                biasGradient[c] += gradient;
                for (int k = 0; k < inputs; k++) {
                    weightGradient[c * inputs + k] += gradient * x[row * inputs + k];
                    inputGradient[row * inputs + k] += gradient * weight[c * inputs + k];
                }
            }
        }
        return new Softmax(loss, inputGradient, weightGradient, biasGradient);
    }

    static double[] batchNorm(int rows, int features, double[] x, double[] scale, double[] shift) {
        double[] out = new double[x.length];
        for (int feature = 0; feature < features; feature++) {
            double mean = mean(rows, features, x, feature);
            double deviation = Math.sqrt(variance(rows, features, x, feature) + 1e-5);
            for (int row = 0; row < rows; row++) {
                int at = row * features + feature;
                out[at] = (x[at] - mean) / deviation * scale[feature] + shift[feature];
            }
        }
        return out;
    }

    static double mean(int rows, int features, double[] x, int feature) {
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += x[row * features + feature];
        }
        return sum / rows;
    }

    static double variance(int rows, int features, double[] x, int feature) {
        double mean = mean(rows, features, x, feature);
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            double difference = x[row * features + feature] - mean;
            sum += difference * difference;
        }
        return sum / rows;
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
