package io.docket.index;

import io.docket.index.query.Interpretation;
import java.io.IOException;
import java.util.Optional;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.spell.DirectSpellChecker;
import org.apache.lucene.search.spell.SuggestMode;
import org.apache.lucene.search.spell.SuggestWord;

/**
 * Puts misspelt words right, with restraint: only plain words of four letters or more, never numbers, part numbers, ids or
 * abbreviations in capitals; and only towards words that the same person may see. For one request.
 */
final class Speller {

    private static final int SHORTEST_WORD = 4;
    private static final int CANDIDATES = 10;
    private static final int MOST_WORDS = 8;

    private final IndexSearcher searcher;
    private final Analyzer analyzer;
    private final Query visible;

    Speller(IndexSearcher searcher, Analyzer analyzer, Access access) {
        this.searcher = searcher;
        this.analyzer = analyzer;
        this.visible = Filters.documents(access);
    }

    /** The query with each word that occurs nowhere replaced; nothing when there is no such word or no replacement. */
    Optional<String> corrected(Interpretation interpretation) throws IOException {
        String query = interpretation.query();
        StringBuilder corrected = new StringBuilder(query);
        boolean changed = false;
        int looked = 0;
        for (Interpretation.Span span : interpretation.spans().reversed()) {
            String word = query.substring(span.start(), span.end());
            boolean asWord = span.kind() == Interpretation.SpanKind.WORD;
            if (asWord && correctable(word) && looked++ < MOST_WORDS) {
                Optional<String> better = correct(word);
                if (better.isPresent()) {
                    corrected.replace(span.start(), span.end(), better.get());
                    changed = true;
                }
            }
        }
        return changed ? Optional.of(corrected.toString()) : Optional.empty();
    }

    private static boolean correctable(String word) {
        boolean letters = word.chars().allMatch(Character::isLetter);
        boolean abbreviation = word.chars().allMatch(Character::isUpperCase);
        return letters && !abbreviation && word.length() >= SHORTEST_WORD;
    }

    private Optional<String> correct(String word) throws IOException {
        String term = analyzer.normalize(Schema.TEXT, word).utf8ToString();
        if (visible(term)) {
            return Optional.empty();
        }
        DirectSpellChecker checker = new DirectSpellChecker();
        checker.setMinQueryLength(SHORTEST_WORD);
        // whether the word exists among documents that may not be seen must make no difference
        SuggestWord[] similar = checker.suggestSimilar(
                new Term(Schema.TEXT, term), CANDIDATES, searcher.getIndexReader(), SuggestMode.SUGGEST_ALWAYS);
        for (SuggestWord candidate : similar) {
            if (visible(candidate.string)) {
                return Optional.of(candidate.string);
            }
        }
        return Optional.empty();
    }

    private boolean visible(String term) throws IOException {
        Query both = new BooleanQuery.Builder()
                .add(new TermQuery(new Term(Schema.TEXT, term)), Occur.FILTER)
                .add(visible, Occur.FILTER)
                .build();
        return searcher.search(both, 1).scoreDocs.length > 0;
    }
}
