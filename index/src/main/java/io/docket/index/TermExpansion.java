package io.docket.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.apache.lucene.index.AutomatonTermsEnum;
import org.apache.lucene.index.FilterLeafReader.FilterTermsEnum;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.WildcardQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.CompiledAutomaton;
import org.apache.lucene.util.automaton.Operations;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;

/** Finds the terms a pattern stands for, within a {@link CostBudget}. */
final class TermExpansion {

    private static final int LONGEST_PATTERN = 256;
    private static final int CHECK_EVERY = 1024;

    private TermExpansion() {}

    /**
     * The terms found.
     *
     * @param terms in order
     * @param complete false when the budget ended before the terms did
     */
    record Expanded(Collection<BytesRef> terms, boolean complete) {}

    /** Terms of a field that fit a wildcard pattern of Lucene's syntax. */
    static Expanded wildcard(IndexReader reader, String field, String pattern, int limit, CostBudget budget)
            throws IOException {
        if (pattern.length() > LONGEST_PATTERN) {
            return new Expanded(List.of(), false);
        }
        CompiledAutomaton automaton;
        try {
            Automaton raw =
                    WildcardQuery.toAutomaton(new Term(field, pattern), Operations.DEFAULT_DETERMINIZE_WORK_LIMIT);
            automaton = new CompiledAutomaton(raw, false, true);
        } catch (TooComplexToDeterminizeException e) {
            return new Expanded(List.of(), false);
        }
        TreeMap<BytesRef, Boolean> found = new TreeMap<>();
        boolean complete = true;
        for (LeafReaderContext leaf : reader.leaves()) {
            Terms terms = leaf.reader().terms(field);
            if (terms == null) {
                continue;
            }
            Walk walk = new Walk(terms.iterator(), budget);
            TermsEnum matching = matching(automaton, terms, walk);
            for (BytesRef term = matching.next(); term != null; term = matching.next()) {
                boolean known = found.containsKey(term);
                if ((!known && found.size() >= limit)
                        || !budget.takePostings(matching.docFreq())
                        || (found.size() % CHECK_EVERY == 0 && budget.shouldExit())) {
                    complete = false;
                    break;
                }
                if (!known) {
                    found.put(BytesRef.deepCopyOf(term), true);
                }
            }
            complete &= !walk.stopped;
        }
        if (!complete) {
            budget.exceed();
        }
        return new Expanded(new ArrayList<>(found.keySet()), complete);
    }

    private static TermsEnum matching(CompiledAutomaton automaton, Terms terms, Walk walk) throws IOException {
        return switch (automaton.type) {
            case NONE -> TermsEnum.EMPTY;
            case ALL -> walk;
            case SINGLE -> automaton.getTermsEnum(terms);
            // the walk can be stopped between terms that do not match, the codec's own intersection cannot
            case NORMAL -> new AutomatonTermsEnum(walk, automaton);
        };
    }

    /** Counts steps through the dictionary and ends when the time is up. */
    private static final class Walk extends FilterTermsEnum {
        private final CostBudget budget;
        private int steps;
        private boolean stopped;

        Walk(TermsEnum in, CostBudget budget) {
            super(in);
            this.budget = budget;
        }

        private boolean stop() {
            if (++steps % CHECK_EVERY == 0 && budget.shouldExit()) {
                stopped = true;
            }
            return stopped;
        }

        @Override
        public BytesRef next() throws IOException {
            return stop() ? null : in.next();
        }

        @Override
        public SeekStatus seekCeil(BytesRef text) throws IOException {
            return stop() ? SeekStatus.END : in.seekCeil(text);
        }
    }
}
