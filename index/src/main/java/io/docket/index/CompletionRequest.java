package io.docket.index;

import java.util.Map;
import java.util.Objects;

/**
 * What could be typed next.
 *
 * @param typed the query up to the caret
 * @param access which collections may be seen: only words and values that occur in them are proposed
 * @param collectionNames names for {@code in:}, mapped to ids
 * @param limit most proposals
 */
public record CompletionRequest(String typed, Access access, Map<String, String> collectionNames, int limit) {

    public CompletionRequest {
        Objects.requireNonNull(typed, "typed");
        Objects.requireNonNull(access, "access");
        collectionNames = Map.copyOf(collectionNames);
        if (limit < 1 || limit > 100) {
            throw new IllegalArgumentException("1 to 100 proposals can be made, not " + limit);
        }
    }
}
