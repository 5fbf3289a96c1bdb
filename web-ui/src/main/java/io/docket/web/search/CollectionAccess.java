package io.docket.web.search;

import io.docket.index.Access;
import io.docket.web.upload.Collections;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which collections the present user may see, for queries, facets, suggestions and documents: those that the database
 * shows, whose row-level security hides the closed ones.
 */
@ApplicationScoped
public class CollectionAccess {
    private final Collections collections;

    CollectionAccess(Collections collections) {
        this.collections = collections;
    }

    /** The restriction that every search carries. */
    public Access ofCurrentUser() {
        return Access.only(
                collections.names().keySet().stream().map(UUID::toString).collect(Collectors.toUnmodifiableSet()));
    }
}
