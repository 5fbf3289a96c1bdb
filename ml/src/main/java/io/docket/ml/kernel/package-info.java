/**
 * The arithmetic of the ULMFiT engine behind one narrow interface.
 *
 * <p>{@link io.docket.ml.kernel.Kernels} lists the operations that a language model and its classifier need: matrix
 * products, recurrent layers with their gradients, embedding, dropout, softmax cross-entropy, batch norm and Adam. The
 * numbers live in {@link io.docket.ml.kernel.Floats}, memory that belongs to the implementation (host memory for the
 * CPU, device memory for a GPU), so that the model code is the same for each device. All matrices are row-major;
 * sequences are time-major ({@code [steps, batch, features]}), so that the rows of one time step lie together.
 */
package io.docket.ml.kernel;
