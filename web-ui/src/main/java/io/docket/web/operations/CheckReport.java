package io.docket.web.operations;

import java.util.List;

/**
 * Whether database, blobs, index and models of a tenant agree.
 *
 * @param documents rows of documents
 * @param indexed those that the database says are in the index
 * @param inIndex documents that the index holds
 * @param blobs blobs read and compared with their hashes
 * @param unreferencedBlobs blobs that no row names: left by uploads that were cut before their row, harmless
 * @param problems what disagrees, by name, at most {@value #MOST_PROBLEMS}
 * @param problemCount everything that disagrees
 */
public record CheckReport(
        String tenant,
        long documents,
        long indexed,
        long inIndex,
        long blobs,
        long unreferencedBlobs,
        List<String> problems,
        long problemCount) {
    /** More problems than this say nothing new. */
    public static final int MOST_PROBLEMS = 1_000;

    public CheckReport {
        problems = List.copyOf(problems);
    }

    /** Whether everything agrees. */
    public boolean agrees() {
        return problemCount == 0;
    }
}
