package io.docket.ml.evaluate;

/**
 * A non-empty cell of the confusion matrix (77 labels have 5,929 cells, nearly all empty).
 *
 * @param truth true label
 * @param predicted label given
 * @param rows how many held-out rows
 */
public record ConfusionCell(String truth, String predicted, int rows) {}
