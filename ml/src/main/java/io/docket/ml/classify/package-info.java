/**
 * The third stage of ULMFiT: a classifier on top of a fine-tuned language model.
 *
 * <p>{@link io.docket.ml.classify.UlmfitTrainer} is the whole recipe: it tunes the language model on the texts of the run, then fits
 * classifiers. Below it, each piece can be read alone: {@link io.docket.ml.classify.SortedBatches} groups texts of similar length,
 * {@link io.docket.ml.classify.PooledEncoder} reads them chunk by chunk and pools what it read (BPT3C and concat pooling),
 * {@link io.docket.ml.classify.ClassifierHead} makes logits of the pooled vector, {@link io.docket.ml.classify.ClassifierTraining}
 * unfreezes and trains group by group, and {@link io.docket.ml.classify.UlmfitModel} serves the result to many threads.
 *
 * <p>Howard, Ruder: "Universal language model fine-tuning for text classification", ACL 2018; defaults follow fastai version 2
 * where nothing else is said.
 */
package io.docket.ml.classify;
