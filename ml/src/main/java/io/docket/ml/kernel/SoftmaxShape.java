package io.docket.ml.kernel;

/**
 * The dimensions of a softmax layer.
 *
 * @param rows examples
 * @param inputs features of an example
 * @param classes outputs
 */
public record SoftmaxShape(int rows, int inputs, int classes) {

    public SoftmaxShape {
        if (rows < 1 || inputs < 1 || classes < 1) {
            throw new IllegalArgumentException("a softmax layer needs positive dimensions, got rows " + rows
                    + ", inputs " + inputs + ", classes " + classes);
        }
    }
}
