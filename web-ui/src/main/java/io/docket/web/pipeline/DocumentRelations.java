package io.docket.web.pipeline;

import java.util.List;
import java.util.UUID;

/** Whatever finds how documents belong together; the pipeline asks it once the text of a document is known. */
public interface DocumentRelations {
    /**
     * Looks at texts. Takes no transaction and may take long.
     *
     * @param documents documents of the present tenant, of any collections
     */
    Relations relate(List<ReadDocument> documents);

    /**
     * A document whose text was looked for.
     *
     * @param text its text; empty when it has none
     */
    record ReadDocument(UUID id, UUID collection, String text) {}

    /** What was found and is not recorded yet. */
    @FunctionalInterface
    interface Relations {
        /** Records it in the caller's transaction. Recording the relations of a document again replaces them. */
        void record();
    }
}
