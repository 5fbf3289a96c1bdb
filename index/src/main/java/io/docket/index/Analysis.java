package io.docket.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * How text becomes words. Discovery must find exactly what is written, so documents are indexed as words without endings
 * cut off (plurals are added to the query instead); questions are asked in other forms than answers are written, so
 * passages are stemmed.
 */
final class Analysis {

    private Analysis() {}

    /** Unicode words (UAX #29), lower case, accents removed. */
    static Analyzer words() {
        return new Analyzer() {
            @Override
            protected TokenStreamComponents createComponents(String field) {
                StandardTokenizer words = new StandardTokenizer();
                return new TokenStreamComponents(words, new ASCIIFoldingFilter(new LowerCaseFilter(words)));
            }

            @Override
            protected TokenStream normalize(String field, TokenStream in) {
                return new ASCIIFoldingFilter(new LowerCaseFilter(in));
            }
        };
    }

    /** As {@link #words()}, with English endings removed (Krovetz, which leaves words as words). */
    static Analyzer stems() {
        return new Analyzer() {
            @Override
            protected TokenStreamComponents createComponents(String field) {
                StandardTokenizer words = new StandardTokenizer();
                TokenStream plain = new ASCIIFoldingFilter(new LowerCaseFilter(new EnglishPossessiveFilter(words)));
                return new TokenStreamComponents(words, new KStemFilter(plain));
            }
        };
    }

    /** The stems of a text, in its order. */
    static List<String> stemsOf(String text) {
        List<String> found = new ArrayList<>();
        try (Analyzer stems = stems();
                TokenStream tokens = stems.tokenStream(Schema.PASSAGE, text)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                found.add(term.toString());
            }
            tokens.end();
        } catch (IOException e) {
            throw new UncheckedIOException("text in memory could not be read", e);
        }
        return found;
    }

    /** The analyzer of an index. */
    static Analyzer index() {
        return new PerFieldAnalyzerWrapper(words(), Map.of(Schema.PASSAGE, stems()));
    }
}
