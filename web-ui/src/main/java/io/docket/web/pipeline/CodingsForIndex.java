package io.docket.web.pipeline;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What people decided about documents, besides labels, for the index; the pipeline asks for it when it writes to the index. */
public interface CodingsForIndex {
    /** The tags of documents by key of the tag set; documents without any may be absent. Joins the caller's transaction. */
    Map<UUID, Map<String, Set<String>>> of(Collection<UUID> documents);

    /** Keys of the present tenant's tag sets; a document that lacks one of them is undecided in it. */
    Set<String> dimensions();
}
