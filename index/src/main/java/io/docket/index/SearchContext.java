package io.docket.index;

import org.apache.lucene.analysis.Analyzer;

/** What searches of one tenant have in common. */
record SearchContext(Analyzer analyzer, SetDictionary dictionary, Synonyms synonyms, CountCache counts) {}
