/**
 * The public face of {@code ml}: give it labelled texts and it writes a model folder; open a model folder and it labels texts.
 *
 * <p>Start at {@link io.docket.ml.ClassifierTrainer} (rows in, folder and {@link io.docket.ml.TrainingReport} out) and
 * {@link io.docket.ml.ModelFolder} (folder in, {@link io.docket.ml.TextClassifier} out). Every run trains the candidates that
 * {@link io.docket.ml.ModelKind} lists on the same rows, judges them on rows that none of them has seen and deploys the
 * champion. A caller sees one classifier with calibrated probabilities and need not know which candidate won.
 *
 * <p>No type of this package exposes JSON, arrays of a numeric library or a logging framework. All records are immutable.
 */
package io.docket.ml;
