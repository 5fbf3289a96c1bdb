package io.docket.ml;

/** How many labels a text may carry. */
public enum LabelMode {
    /** Exactly one label per text; probabilities over the labels sum to one. */
    SINGLE,
    /** Any number of labels per text, none included; each label has a probability of its own. */
    MULTI
}
