/**
 * Training of language models: batches, schedules, the optimiser, checkpoints, and the two stages <em>pretrain</em> (on
 * general text) and <em>tune</em> (on the text of a task).
 *
 * <p>Every random choice is a function of a seed and a position, so that a run which was interrupted and resumed from a
 * checkpoint ends with the same bits as one which was not.
 */
package io.docket.ml.train;
