package io.docket.web.taxonomy;

import io.docket.web.problem.ProblemException;
import java.util.Set;
import java.util.UUID;

/**
 * Which collections a classifier labels.
 *
 * @param every whether it labels all collections, later ones included
 * @param collections the chosen collections; empty when {@code every}
 */
public record ClassifierScope(boolean every, Set<UUID> collections) {
    /** All collections, later ones included. */
    public static final ClassifierScope EVERY_COLLECTION = new ClassifierScope(true, Set.of());

    public ClassifierScope {
        collections = Set.copyOf(collections);
        if (every && !collections.isEmpty()) {
            throw ProblemException.badRequest(
                    "A classifier labels every collection or chosen ones: leave the list empty, or say every=false");
        }
        if (!every && collections.isEmpty()) {
            throw ProblemException.badRequest(
                    "A classifier labels at least one collection: choose some, or choose every collection");
        }
    }

    /**
     * The scope of chosen collections.
     *
     * @throws ProblemException bad request when none is chosen
     */
    public static ClassifierScope of(Set<UUID> collections) {
        return new ClassifierScope(false, collections);
    }

    /** Whether documents of the collection are labelled. */
    public boolean includes(UUID collection) {
        return every || collections.contains(collection);
    }
}
