package io.docket.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;

/** Weighs the words of a text by how often they occur in it and how rare they are in the index. For one thread. */
final class TermWeights {

    private static final int SHORTEST = 3;
    private static final int CHARACTERS = 50_000;

    private final IndexReader reader;
    private final Analyzer analyzer;
    private final Map<String, Double> rarity = new HashMap<>();

    TermWeights(IndexReader reader, Analyzer analyzer) {
        this.reader = reader;
        this.analyzer = analyzer;
    }

    /** A word and its weight: (1 + log frequency) × log(documents / documents with the word). */
    record Weighted(String term, double weight) {}

    /**
     * The heaviest words, heaviest first; plain words of three letters or more that occur elsewhere too and are no function words
     * of the text's language.
     */
    List<Weighted> strongest(String text, String language, int limit) throws IOException {
        Map<String, Integer> frequencies = new HashMap<>();
        String read = text.length() > CHARACTERS ? text.substring(0, CHARACTERS) : text;
        try (TokenStream tokens = analyzer.tokenStream(Schema.TEXT, read)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                frequencies.merge(term.toString(), 1, Integer::sum);
            }
            tokens.end();
        }
        Set<String> functionWords = FunctionWords.of(language);
        List<Weighted> weighted = new ArrayList<>(frequencies.size());
        for (Map.Entry<String, Integer> entry : frequencies.entrySet()) {
            if (isPlainWord(entry.getKey()) && !functionWords.contains(entry.getKey())) {
                double rare = rarity(entry.getKey());
                if (rare > 0) {
                    weighted.add(new Weighted(entry.getKey(), (1 + Math.log(entry.getValue())) * rare));
                }
            }
        }
        weighted.sort(Comparator.comparingDouble(Weighted::weight).reversed().thenComparing(Weighted::term));
        return weighted.subList(0, Math.min(limit, weighted.size()));
    }

    private static boolean isPlainWord(String term) {
        return term.length() >= SHORTEST && term.chars().allMatch(Character::isLetter);
    }

    private double rarity(String term) throws IOException {
        Double known = rarity.get(term);
        if (known == null) {
            int documents = reader.docFreq(new Term(Schema.TEXT, term));
            known = documents < 2 ? 0 : Math.log((double) Math.max(reader.getDocCount(Schema.TEXT), 1) / documents);
            rarity.put(term, known);
        }
        return known;
    }
}
