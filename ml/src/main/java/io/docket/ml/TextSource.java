package io.docket.ml;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Texts that can be read again from the start, so that a collection larger than the heap can be passed over several times.
 * Each call of {@link #open} gives an independent stream with the same texts in the same order; the reader closes it.
 */
@FunctionalInterface
public interface TextSource {

    /** Opens the texts from the first one. The caller closes the stream. */
    Stream<String> open() throws IOException;

    /** No texts. */
    static TextSource empty() {
        return Stream::empty;
    }

    /** Texts that are in memory anyway. */
    static TextSource of(List<String> texts) {
        List<String> copy = List.copyOf(texts);
        return copy::stream;
    }
}
