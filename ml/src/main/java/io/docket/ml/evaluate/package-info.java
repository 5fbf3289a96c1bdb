/**
 * Judging classifiers on rows that they have not seen: splits, counts with intervals, calibration, and what to do with scores
 * of low confidence. {@link io.docket.ml.evaluate.Evaluation} is the whole judgement of one classifier; the other records are
 * its parts, each of them drawable as one table or chart. Nothing here trains or knows a kind of model.
 */
package io.docket.ml.evaluate;
