package io.docket.index;

import java.util.Optional;
import org.apache.lucene.analysis.Analyzer;

/** What searches of one tenant have in common. */
record SearchContext(
        Analyzer analyzer,
        SetDictionary dictionary,
        Synonyms synonyms,
        CountCache counts,
        Optional<TextEncoder> encoder) {}
