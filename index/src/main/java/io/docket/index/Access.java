package io.docket.index;

import java.util.Set;

/**
 * Which collections a request may see. Part of every request, so that no caller can forget it; it restricts the query, the
 * counts, the facets, the suggestions and the highlights alike. Immutable.
 */
public sealed interface Access {

    /** The whole tenant: for administrators and the appliance's own work. */
    record Everything() implements Access {}

    /**
     * Only these collections.
     *
     * @param collections their ids; none means that nothing is seen
     */
    record Only(Set<String> collections) implements Access {
        public Only {
            collections = Set.copyOf(collections);
        }
    }

    /** Access to the whole tenant. */
    static Access everything() {
        return new Everything();
    }

    /** Access to the collections named. */
    static Access only(Set<String> collections) {
        return new Only(collections);
    }

    /** Access to the collections named. */
    static Access only(String... collections) {
        return new Only(Set.of(collections));
    }
}
