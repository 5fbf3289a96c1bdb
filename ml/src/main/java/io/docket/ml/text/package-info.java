/**
 * Text to token ids and back to places in the text.
 *
 * <p>Two tokenisers implement {@link io.docket.ml.text.Tokenizer}:
 *
 * <ul>
 *   <li>{@link io.docket.ml.text.SubwordTokenizer}, the default for new models: about 16,000 lower-case pieces learned by
 *       byte-pair encoding, bytes for what no piece covers, so that nothing is unknown and a tenant's part numbers and
 *       misspellings keep their shape. Its vocabulary never changes when a model is tuned.
 *   <li>{@link io.docket.ml.text.WordTokenizer}, which repeats fastai's rules and words, for models imported from there. Its
 *       vocabulary is rebuilt for each tenant and the pretrained rows are carried over by word.
 * </ul>
 *
 * <p>Both put the marks of {@link io.docket.ml.text.SpecialTokens} in front of what they changed (capitals, repetitions), begin
 * each document with {@code xxbos}, and say for every token which characters of the <em>original</em> text it stands for. All
 * types here are immutable and safe for use by many threads.
 */
package io.docket.ml.text;
