package io.docket.web.taxonomy;

import java.util.UUID;

/**
 * A classifier labels other collections than before. Fired within the transaction of the change, for those who keep labels in
 * step with it.
 *
 * @param classifier whose scope it is
 * @param user name of the person who changed it
 */
public record ScopeChanged(UUID classifier, String user) {}
