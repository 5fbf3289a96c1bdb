package io.docket.ml;

import java.util.List;

/** Turns texts into vectors for neighbour search and grouping. Thread-safe. */
public interface DocumentEncoder {

    /** Length of every vector. */
    int dimensions();

    /** One vector of {@link #dimensions} numbers per text, in the order of the texts, each of Euclidean length 1. */
    List<float[]> encode(List<String> texts);
}
