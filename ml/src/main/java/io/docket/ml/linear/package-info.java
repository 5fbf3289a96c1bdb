/**
 * The linear peer: TF-IDF of words, pairs of words and character n-grams, and one linear support-vector machine with squared
 * hinge loss per label (liblinear). It trains in seconds, labels thousands of texts a second and is what ULMFiT has to beat on
 * every run.
 *
 * <p>The loss was chosen by measurement: over seven public sets its mean error is lower than logistic regression's with all
 * labels and with 100 labels, at a tenth of the fitting time ({@code docs/benchmarks.md}). Its margins become probabilities by
 * the temperature that {@link io.docket.ml.champion} fits on held-out rows.
 *
 * <p>Features are known by a 64-bit hash, so a model holds no words of the training texts.
 */
package io.docket.ml.linear;
