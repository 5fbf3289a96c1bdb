package io.docket.web.support;

import io.docket.index.Access;
import io.docket.web.access.AnswerCollections;
import io.docket.web.search.CollectionAccess;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which collections may answer the present person: for support staff all that they may read, for everybody else only those
 * of them that an administrator opened for answers. A customer's ticket is thus no answer to another customer.
 */
@ApplicationScoped
class AnswerAccess {
    private final CollectionAccess access;
    private final AnswerCollections answers;
    private final CurrentUser user;

    AnswerAccess(CollectionAccess access, AnswerCollections answers, CurrentUser user) {
        this.access = access;
        this.answers = answers;
        this.user = user;
    }

    /** The restriction that every question carries. */
    Access ofCurrentUser() {
        Access readable = access.ofCurrentUser();
        if (user.hasRole(Roles.AGENT)) {
            return readable;
        }
        Set<String> open = answers.open().stream().map(UUID::toString).collect(Collectors.toUnmodifiableSet());
        return switch (readable) {
            case Access.Everything everything -> Access.only(open);
            case Access.Only only ->
                Access.only(only.collections().stream().filter(open::contains).collect(Collectors.toUnmodifiableSet()));
        };
    }

    /** Whether a collection may answer the present person. */
    boolean allows(UUID collection) {
        return switch (ofCurrentUser()) {
            case Access.Everything everything -> true;
            case Access.Only only -> only.collections().contains(collection.toString());
        };
    }

    /** Whether there is nothing that could answer the present person. */
    boolean isNone() {
        return ofCurrentUser() instanceof Access.Only only && only.collections().isEmpty();
    }
}
