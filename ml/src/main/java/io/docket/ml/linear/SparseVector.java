package io.docket.ml.linear;

/**
 * Features of a text that are not zero.
 *
 * @param indices strictly increasing
 * @param values as many
 */
record SparseVector(int[] indices, float[] values) {}
