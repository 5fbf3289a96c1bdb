package io.docket.web.tenant;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Reads the tenant from the token's {@code organization} claim.
 *
 * <p>Keycloak writes the claim as a list of aliases, or as an object whose keys are the aliases when its mapper is told to
 * add identifiers. A token that names several organisations gets no tenant: guessing would open one tenant to another.
 */
public final class TokenTenant {
    static final String CLAIM = "organization";

    private TokenTenant() {}

    /** The tenant of whoever this is; empty for anonymous requests, and for tokens that name none or several. */
    public static Optional<String> of(SecurityIdentity identity) {
        if (identity.isAnonymous() || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Optional.empty();
        }
        List<String> aliases = aliases(token.getClaim(CLAIM));
        return aliases.size() == 1 ? Optional.of(aliases.getFirst()).filter(TenantName::isValid) : Optional.empty();
    }

    /** The person, unless it is one who sees the whole tenant or nobody. */
    static Optional<Member> member(SecurityIdentity identity) {
        if (identity.isAnonymous()
                || identity.hasRole(Roles.TENANT_ADMIN)
                || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Optional.empty();
        }
        Object name = token.getClaim("preferred_username");
        return Optional.of(new Member(name == null ? token.getName() : text(name), identity.getRoles()));
    }

    private static List<String> aliases(Object claim) {
        return switch (claim) {
            case null -> List.of();
            case JsonArray array -> array.stream().map(TokenTenant::text).toList();
            case JsonObject object -> List.copyOf(object.keySet());
            case Map<?, ?> map -> map.keySet().stream().map(String::valueOf).toList();
            case Collection<?> collection ->
                collection.stream().map(TokenTenant::text).toList();
            case String single -> List.of(single);
            case JsonString single -> List.of(single.getString());
            default -> List.of();
        };
    }

    private static String text(Object value) {
        return value instanceof JsonString string ? string.getString() : String.valueOf(value);
    }
}
