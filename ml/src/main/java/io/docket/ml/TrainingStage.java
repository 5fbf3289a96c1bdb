package io.docket.ml;

/** The steps of a training run, in order; a run skips those that it does not need. */
public enum TrainingStage {
    CHECK_ROWS("Checking the labelled rows"),
    TRAIN_LINEAR("Training the linear model"),
    TUNE_LANGUAGE_MODEL("Fine-tuning the language model on your text"),
    TRAIN_CLASSIFIER("Training the classifier"),
    EVALUATE("Judging on held-out rows"),
    FIT_DEPLOYED("Fitting the champion on all rows"),
    WRITE("Writing the model");

    private final String displayName;

    TrainingStage(String displayName) {
        this.displayName = displayName;
    }

    /** English words for a page. */
    public String displayName() {
        return displayName;
    }
}
