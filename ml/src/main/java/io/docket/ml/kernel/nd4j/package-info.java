/**
 * The kernels in nothing but ND4J operations, so that they run wherever an ND4J backend runs, its CUDA backend included. On the CPU
 * they are slower than {@code io.docket.ml.kernel.cpu} and serve as a second opinion in the tests.
 */
package io.docket.ml.kernel.nd4j;
