package io.docket.web.search;

import io.docket.index.SearchNode;
import io.docket.index.SearchRequest;
import io.docket.index.TextRange;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;

/** Finds where a query matches in one document's text, for pages that mark the matches. */
@ApplicationScoped
class TextMatches {
    private final SearchNode node;
    private final CollectionAccess access;

    TextMatches(SearchNode node, CollectionAccess access) {
        this.node = node;
        this.access = access;
    }

    /** The matches in order; none for a blank query or a document that may not be seen. */
    List<TextRange> of(String tenant, UUID document, String query) {
        if (query.isBlank()) {
            return List.of();
        }
        try {
            SearchRequest request =
                    SearchRequest.builder(access.ofCurrentUser(), query).build();
            return node.tenant(tenant).matches(request, document.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("The index of tenant " + tenant + " could not be searched.", e);
        }
    }
}
