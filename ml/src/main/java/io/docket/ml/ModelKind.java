package io.docket.ml;

/** What computes the probabilities of a deployed classifier. The list is closed: a new kind breaks compilation where it matters. */
public enum ModelKind {
    /** TF-IDF features and logistic regression: seconds to train, the peer that everything else has to beat. */
    LINEAR("linear model"),
    /** A linear model that learns from unlabelled texts too: for few labels. */
    SEMI_SUPERVISED("semi-supervised linear model"),
    /** A language model fine-tuned on the tenant's text with a classifier head (ULMFiT). */
    ULMFIT("fine-tuned language model (ULMFiT)"),
    /** The weighted mean of the probabilities of several of the others; the weights were chosen on held-out rows. */
    BLEND("blend of the trained models");

    private final String displayName;

    ModelKind(String displayName) {
        this.displayName = displayName;
    }

    /** English words for a page or a sentence, in lower case. */
    public String displayName() {
        return displayName;
    }
}
