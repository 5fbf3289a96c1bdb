package io.docket.ml.champion;

import io.docket.ml.ModelDescription;
import java.nio.file.Path;

/**
 * The language model of a classifier folder.
 *
 * @param classifier of the folder; its champion may be another kind
 * @param temperature divisor of the logits that calibrates them
 * @param weights folder that {@link io.docket.ml.classify.UlmfitWeights#read} reads
 */
public record SavedLanguageModel(ModelDescription classifier, double temperature, Path weights) {}
