package io.docket.web.support;

import java.util.List;

/**
 * A list of hand-overs. Public for templates.
 *
 * @param which {@code open}, {@code closed} or {@code all}
 * @param waiting how many are open
 */
public record HandoverList(String which, List<Handovers.Dossier> dossiers, long waiting) {}
