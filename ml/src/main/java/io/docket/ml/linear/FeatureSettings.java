package io.docket.ml.linear;

/**
 * Which n-grams of a text are features.
 *
 * @param wordGrams longest run of words that is a feature; shorter runs are too
 * @param shortestCharacterGram shortest run of characters inside a word, boundaries counted as characters
 * @param longestCharacterGram longest such run; 0 for no character features
 * @param characterWeight length of the character part of a vector beside the word part, which has length 1
 * @param maxFeatures how many features are kept, the most frequent first: bounds the memory of a model
 */
record FeatureSettings(
        int wordGrams, int shortestCharacterGram, int longestCharacterGram, float characterWeight, int maxFeatures) {

    FeatureSettings {
        if (wordGrams < 0 || wordGrams > 5) {
            throw new IllegalArgumentException("word n-grams up to " + wordGrams + ": give 0 to 5");
        }
        if (longestCharacterGram != 0 && (shortestCharacterGram < 1 || longestCharacterGram < shortestCharacterGram)) {
            throw new IllegalArgumentException(
                    "character n-grams from " + shortestCharacterGram + " to " + longestCharacterGram);
        }
        if (maxFeatures < 1) {
            throw new IllegalArgumentException("at most " + maxFeatures + " features: give at least 1");
        }
    }

    /** The same with another limit. */
    FeatureSettings withMost(int features) {
        return new FeatureSettings(wordGrams, shortestCharacterGram, longestCharacterGram, characterWeight, features);
    }

    boolean hasCharacters() {
        return longestCharacterGram > 0;
    }
}
