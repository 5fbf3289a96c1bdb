/** The classifier on tiny encoders: gradients against finite differences, equal answers by different ways, learning something. */
package io.docket.ml.classify;
