package io.docket.ml.kernel;

/**
 * The arithmetic of the engine on one device.
 *
 * <p>Conventions: matrices are row-major, sequences {@code [steps, batch, features]}. Gradients of weights are
 * <em>added</em> to what their block holds, gradients of activations overwrite theirs. {@link Floats#NONE} as a gradient
 * means that it is not wanted and its work is skipped. A block may be larger than the operation needs; only its start is
 * used. Blocks of different implementations must not be mixed. Results are deterministic for a given implementation and
 * number of threads. Every method may be called from several threads at a time as long as they write to different blocks.
 */
public interface Kernels extends AutoCloseable {

    /** Short name for logs and reports: "cpu", "nd4j". */
    String name();

    /** A new block of {@code size} zeros. */
    Floats allocate(long size);

    // ---- element by element ----

    /** {@code x[i] = value}. */
    void fill(Floats x, float value);

    /** {@code to[i] = from[i]} for all of {@code from}; the blocks must not overlap. */
    void copy(Floats from, Floats to);

    /** {@code y[i] += factor · x[i]}. */
    void addScaled(float factor, Floats x, Floats y);

    /** {@code x[i] *= factor}. */
    void scale(float factor, Floats x);

    /** {@code out[i] = x[i] · y[i mod y.size()]}: {@code y} is repeated over {@code x}; {@code out} may be {@code x}. */
    void multiply(Floats x, Floats y, Floats out);

    /** {@code sum[i] += x[i] · y[i mod y.size()]}. */
    void multiplyAdd(Floats x, Floats y, Floats sum);

    /** Fills {@code mask} with the values of {@link DropoutBits}. */
    void dropoutMask(float probability, long seed, Floats mask);

    /** The sum of the squares, accumulated in double precision. */
    double sumOfSquares(Floats x);

    /** {@code x[i] = max(0, x[i])}. */
    void rectify(Floats x);

    /** {@code gradient[i] = 0} where {@code rectified[i]} is 0: the gradient of {@link #rectify}, in place. */
    void rectifyGradient(Floats rectified, Floats gradient);

    // ---- rows ----

    /** A matrix product; see {@link MatrixProduct}. */
    void product(MatrixProduct form, Floats a, Floats b, Floats c);

    /** Adds {@code bias} to each of the rows of {@code x}. */
    void addBias(Floats x, Floats bias);

    /** Adds the sum of the rows of {@code gradient} to {@code biasGradient}. */
    void addBiasGradient(Floats gradient, Floats biasGradient);

    /**
     * Looks up rows of an embedding table: {@code out[r] = table[ids[r]] · rowMask[ids[r]]}.
     *
     * @param width floats of a row
     * @param rowMask one factor for each row of the table (dropout of whole words), or {@link Floats#NONE}
     */
    void embed(int[] ids, int width, Floats table, Floats rowMask, Floats out);

    /** The gradient of {@link #embed}: {@code tableGradient[ids[r]] += gradient[r] · rowMask[ids[r]]}. */
    void embedGradient(int[] ids, int width, Floats gradient, Floats rowMask, Floats tableGradient);

    // ---- recurrent layers ----

    /**
     * Runs an LSTM layer. The initial states are read from the tape ({@link LstmTape#initialHidden},
     * {@link LstmTape#initialCell}) and the output and final states are found there afterwards.
     */
    void lstmForward(LstmShape shape, Floats x, LstmWeights weights, LstmTape tape);

    /**
     * The gradient of {@link #lstmForward} for the same shape, input, weights and tape.
     *
     * @param outputGradient {@code [steps, batch, units]}; is destroyed
     * @param hiddenGradient {@code [batch, units]}: on entry the gradient of the final hidden state, on return that of the
     *     initial one
     * @param cellGradient the same for the cell state
     * @param gradients added to
     * @param inputGradient overwritten
     */
    void lstmBackward(
            LstmShape shape,
            Floats x,
            LstmWeights weights,
            LstmTape tape,
            Floats outputGradient,
            Floats hiddenGradient,
            Floats cellGradient,
            LstmWeights gradients,
            Floats inputGradient);

    /**
     * Runs a QRNN layer: {@code c = f·z + (1 − f)·c'}, {@code h = o·c} with {@code z} through tanh and {@code f}, {@code o}
     * through the logistic function.
     *
     * @param previousInput {@code [batch, inputs]}: the input before the first step; {@link Floats#NONE} for window 1
     */
    void qrnnForward(QrnnShape shape, Floats x, Floats previousInput, QrnnWeights weights, QrnnTape tape);

    /**
     * The gradient of {@link #qrnnForward}. The previous input gets none: it belongs to the chunk before.
     *
     * @param outputGradient {@code [steps, batch, units]}
     * @param cellGradient {@code [batch, units]}: on entry the gradient of the final cell state, on return that of the
     *     initial one
     * @param gradients added to
     * @param inputGradient overwritten
     */
    void qrnnBackward(
            QrnnShape shape,
            Floats x,
            Floats previousInput,
            QrnnWeights weights,
            QrnnTape tape,
            Floats outputGradient,
            Floats cellGradient,
            QrnnWeights gradients,
            Floats inputGradient);

    // ---- losses and normalisation ----

    /**
     * Softmax cross-entropy of a linear layer, by chunks of rows, so that the logits of all rows never exist at once.
     *
     * @param targets class of each row; a negative one takes the row out of the loss and the gradient
     * @param gradientFactor multiplies the gradients (usually one over the number of rows)
     * @param gradients of weight and bias, added to, or {@link SoftmaxWeights#NONE}
     * @param inputGradient overwritten, or {@link Floats#NONE} when no gradient at all is wanted
     * @return the sum over the rows of the negative log-likelihood in nats
     */
    double softmaxCrossEntropy(
            SoftmaxShape shape,
            Floats x,
            SoftmaxWeights weights,
            int[] targets,
            float gradientFactor,
            SoftmaxWeights gradients,
            Floats inputGradient);

    /**
     * Normalises rows.
     *
     * @param training use the statistics of these rows and move the running ones; otherwise use the running ones
     * @param saved {@code [2·features]}: receives mean and inverse standard deviation for the backward pass
     */
    void batchNormForward(BatchNorm norm, int rows, boolean training, Floats x, Floats out, Floats saved);

    /** The gradient of {@link #batchNormForward} in training; scale and shift gradients are added to. */
    void batchNormBackward(
            BatchNorm norm,
            int rows,
            Floats x,
            Floats saved,
            Floats outputGradient,
            Floats scaleGradient,
            Floats shiftGradient,
            Floats inputGradient);

    /** Updates values and both moments of Adam from a gradient. */
    void adam(AdamStep step, Floats values, Floats gradient, Floats firstMoment, Floats secondMoment);

    @Override
    void close();
}
