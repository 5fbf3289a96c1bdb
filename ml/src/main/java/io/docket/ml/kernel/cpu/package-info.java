/**
 * The {@link io.docket.ml.kernel.Kernels} of the CPU: OpenBLAS and oneDNN for matrix products, fused row kernels on the Vector API
 * for everything between them.
 *
 * <p>Parallelism is ours, not the libraries': each worker runs single-threaded products on its own rows. A recurrent layer
 * is cut along the batch, so that a worker walks through all time steps without waiting for the others.
 */
package io.docket.ml.kernel.cpu;
