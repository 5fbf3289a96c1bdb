package io.docket.web.tenant;

import java.util.regex.Pattern;

/** The form of a tenant's identifier: the alias of its organisation in Keycloak, safe as a folder name and in a URL. */
public final class TenantName {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private TenantName() {}

    /** Tells whether the text can be a tenant's identifier: lower-case letters, digits and hyphens, at most 63. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * Returns the text unchanged.
     *
     * @throws IllegalArgumentException when it cannot be a tenant's identifier
     */
    public static String require(String text) {
        if (!isValid(text)) {
            throw new IllegalArgumentException("Tenant '" + text
                    + "' is not a usable identifier: give its organisation an alias of lower-case letters, digits and hyphens,"
                    + " at most 63 characters");
        }
        return text;
    }
}
