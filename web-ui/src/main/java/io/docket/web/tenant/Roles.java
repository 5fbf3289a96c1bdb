package io.docket.web.tenant;

import java.util.List;

/**
 * Names of the realm's roles, for {@code @RolesAllowed}.
 *
 * <p>The realm makes the larger roles contain the smaller: tenant-admin contains reviewer and agent, and each of these
 * contains reader. An endpoint therefore names the smallest role that may use it, and only that.
 */
public final class Roles {
    /** Runs the appliance; belongs to no tenant and sees no documents. */
    public static final String PLATFORM_ADMIN = "platform-admin";

    /** Defines labels, trains and promotes classifiers, reads the audit record of the own tenant. */
    public static final String TENANT_ADMIN = "tenant-admin";

    /** Uploads, codes and corrects labels. */
    public static final String REVIEWER = "reviewer";

    /** Support staff: asks questions and sees what found no answer. */
    public static final String AGENT = "agent";

    /** Searches and reads. */
    public static final String READER = "reader";

    /** Every role, the largest first. */
    public static final List<String> ALL = List.of(PLATFORM_ADMIN, TENANT_ADMIN, REVIEWER, AGENT, READER);

    private Roles() {}
}
