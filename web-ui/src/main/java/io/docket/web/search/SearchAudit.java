package io.docket.web.search;

import io.docket.index.SearchResponse;
import io.docket.web.audit.AuditLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Records what people search for: their own words and restrictions and how much they found, never what was found. */
@ApplicationScoped
class SearchAudit {
    private static final int LONGEST = 300;

    private final AuditLog log;

    SearchAudit(AuditLog log) {
        this.log = log;
    }

    /** Records a search; further pages of one, and looking at everything, are none. */
    void record(String query, List<String> filters, String cursor, SearchResponse response) {
        boolean further = cursor != null && !cursor.isBlank();
        if (further || query.isBlank() && filters.isEmpty()) {
            return;
        }
        String restrictions = filters.isEmpty() ? "" : " [" + String.join(", ", filters) + "]";
        log.record("search.run", "search", cut(query.strip() + restrictions) + ": " + response.total() + " found");
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
