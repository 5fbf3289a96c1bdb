/**
 * From candidates to one deployed classifier. {@link io.docket.ml.champion.CandidateTrainer} and
 * {@link io.docket.ml.champion.CandidateModel} are what a kind of model has to offer: uncalibrated logits. Everything that is
 * the same for all kinds is here once: splitting the rows, calibration, the choice of the champion, the blend, abstaining, the
 * report and the folder. A kind therefore cannot judge itself.
 */
package io.docket.ml.champion;
