package io.docket.index;

import io.docket.index.query.Interpretation;
import java.io.IOException;
import java.util.Optional;

/** Proposes another spelling of a query that found nothing. */
interface SpellingHelp {

    /** A query that finds something the same person may see, or nothing. */
    Optional<String> suggest(SearchRequest request, Interpretation interpretation) throws IOException;
}
