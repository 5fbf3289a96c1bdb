package io.docket.ml.linear;

/**
 * How many features that are counts a model may have: bounds its memory.
 *
 * @param words of the words and again of the opening words, at least 1
 * @param characters of the runs of characters, 0 for none
 */
record FeatureLimits(int words, int characters) {

    FeatureLimits {
        if (words < 1 || characters < 0) {
            throw new IllegalArgumentException(words + " features of words and " + characters + " of characters");
        }
    }
}
