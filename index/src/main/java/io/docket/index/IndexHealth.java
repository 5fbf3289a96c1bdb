package io.docket.index;

import java.util.List;

/**
 * What a check of an index on disk found.
 *
 * @param clean nothing is wrong
 * @param segments segments checked
 * @param documents documents and passages in them
 * @param problems what is wrong, for people; empty when clean
 */
public record IndexHealth(boolean clean, int segments, long documents, List<String> problems) {
    public IndexHealth {
        problems = List.copyOf(problems);
    }
}
