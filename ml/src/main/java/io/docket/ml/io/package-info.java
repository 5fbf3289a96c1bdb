/**
 * Models and corpora on disk: safetensors, the model folder with its hashes, tokeniser files, token streams, and the import of
 * weights that fastai published.
 *
 * <p>Everything read here may be damaged or hostile. Nothing read here is code: pickles go through a reader that knows a handful of
 * constructors and refuses all else, sizes are checked before memory is reserved, and a refusal names the file and the remedy.
 */
package io.docket.ml.io;
