package io.docket.web.search;

import io.docket.index.Access;
import io.docket.web.upload.Collections;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which collections the present user may see: the one place that decides it, for queries, facets, suggestions and
 * documents. At present everybody in a tenant sees all collections of the tenant.
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
