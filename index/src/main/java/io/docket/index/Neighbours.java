package io.docket.index;

import java.util.Optional;

/**
 * The documents before and behind one in a result.
 *
 * @param previous id of the document before; empty for the first, and for a document that is not in the result
 * @param next id of the document behind; empty for the last
 */
public record Neighbours(Optional<String> previous, Optional<String> next) {

    /** No neighbours. */
    static final Neighbours NONE = new Neighbours(Optional.empty(), Optional.empty());
}
