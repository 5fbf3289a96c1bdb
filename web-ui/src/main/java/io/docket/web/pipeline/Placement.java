package io.docket.web.pipeline;

import java.util.UUID;

/** What came of giving a document its row. */
sealed interface Placement {
    /** It is new and will be worked on. */
    record New() implements Placement {}

    /**
     * Its bytes are in the collection already; it was recorded as a copy.
     *
     * @param first the copy that is worked on
     */
    record DuplicateOf(UUID first) implements Placement {}

    /**
     * The same origin was recorded before: the sender, or a step of the pipeline, did it again.
     *
     * @param sameContent whether its bytes are those recorded
     */
    record Known(boolean sameContent) implements Placement {}
}
