/**
 * Writes trained classifiers in forms that other programs read: a DeepLearning4J {@code ComputationGraph}. Start at {@link
 * io.docket.ml.export.Dl4jExport}.
 */
package io.docket.ml.export;
