package io.docket.web.tenant;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * The person whose request this is, as the token says. Inject it; it is the same for pages and API.
 *
 * <p>Usable only while a request is served. Background work has no user: it keeps what it needs of the user who started it.
 */
@RequestScoped
public class CurrentUser {
    private final SecurityIdentity identity;

    CurrentUser(SecurityIdentity identity) {
        this.identity = identity;
    }

    /**
     * The tenant this user belongs to.
     *
     * @throws ForbiddenException when the user belongs to no tenant, or to several
     */
    public String tenantId() {
        return tenant().orElseThrow(
                        () -> new ForbiddenException(
                                "User " + displayName()
                                        + " belongs to no organisation, or to several: an administrator makes the user a member of exactly one"));
    }

    /** The tenant this user belongs to; empty for administrators of the platform and for anonymous requests. */
    public Optional<String> tenant() {
        return TokenTenant.of(identity);
    }

    /** The identifier that the realm gave this user: stable when the name changes. Empty text for anonymous requests. */
    public String userId() {
        return claim("sub");
    }

    /** The name to show: the full name when the realm knows it, else the user name. */
    public String displayName() {
        String fullName = claim("name");
        return fullName.isBlank() ? userName() : fullName;
    }

    /** The name used to sign in. */
    public String userName() {
        String userName = claim("preferred_username");
        return userName.isBlank() ? identity.getPrincipal().getName() : userName;
    }

    /** Every role of the user, those contained in a larger one included (see {@link Roles}). */
    public Set<String> roles() {
        return identity.getRoles();
    }

    /** Tells whether the user has a role of {@link Roles}. */
    public boolean hasRole(String role) {
        return identity.hasRole(role);
    }

    /** Tells whether nobody signed in. */
    public boolean isAnonymous() {
        return identity.isAnonymous();
    }

    private String claim(String name) {
        if (identity.getPrincipal() instanceof JsonWebToken token) {
            Object value = token.getClaim(name);
            return value == null ? "" : value.toString();
        }
        return "";
    }
}
