package io.docket.ml.kernel;

import io.docket.ml.kernel.nd4j.Nd4jKernels;

/** The contract over ND4J's operations, here on its CPU backend. */
class Nd4jKernelsTest extends KernelsContract {
    @Override
    Kernels open() {
        return new Nd4jKernels();
    }
}
