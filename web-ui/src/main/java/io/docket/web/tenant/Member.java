package io.docket.web.tenant;

import java.util.Set;
import java.util.TreeSet;

/**
 * A person of a tenant whose view is limited to the collections that are open to this person.
 *
 * @param userName the name used to sign in
 * @param roles all roles, contained ones included
 */
public record Member(String userName, Set<String> roles) {
    private static final String SEPARATOR = ",";

    public Member {
        roles = Set.copyOf(roles);
    }

    /** The roles in one line, for work that is done later in the person's name; {@link #of} reads it. */
    public String roleNames() {
        return String.join(SEPARATOR, new TreeSet<>(roles));
    }

    /** A member from what {@link #roleNames} wrote. */
    public static Member of(String userName, String roleNames) {
        return new Member(userName, Set.of(roleNames.split(SEPARATOR)));
    }
}
