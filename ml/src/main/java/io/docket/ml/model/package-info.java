/**
 * The AWD-LSTM language model of ULMFiT: encoder, tied decoder, named parameters.
 *
 * <p>{@link io.docket.ml.model.Encoder} reads token ids in chunks and keeps its state between them; the language model
 * and the classifier both stand on it. {@link io.docket.ml.model.ParameterSet} holds every weight under a name close to
 * fastai's, which is what a model folder stores.
 */
package io.docket.ml.model;
