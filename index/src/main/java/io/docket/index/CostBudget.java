package io.docket.index;

import java.time.Duration;
import org.apache.lucene.index.QueryTimeout;

/**
 * What one request may spend: time, expanded terms and postings. When something runs out the request goes on with what it
 * has and its answer is marked partial. Used by one request; the time part may be asked by several threads.
 */
final class CostBudget implements QueryTimeout {

    /** Forms one pattern may stand for. */
    static final int TERMS_PER_PATTERN = 8_192;

    /** Postings all patterns of a query may touch: a second of reading, roughly. */
    private static final long POSTINGS = 60_000_000;

    /** Fuzzy words per query: each costs a walk through the term dictionary. */
    private static final int FUZZY_WORDS = 16;

    private final long deadline;
    private long postings = POSTINGS;
    private int fuzzyWords = FUZZY_WORDS;
    private volatile boolean exceeded;

    CostBudget(Duration timeout) {
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    @Override
    public boolean shouldExit() {
        boolean late = System.nanoTime() - deadline > 0;
        if (late) {
            exceeded = true;
        }
        return late;
    }

    /** Takes postings; false when there are not so many left. */
    boolean takePostings(long count) {
        if (count > postings) {
            exceeded = true;
            return false;
        }
        postings -= count;
        return true;
    }

    /** Takes one fuzzy word; false when there is none left. */
    boolean takeFuzzyWord() {
        return fuzzyWords-- > 0;
    }

    void exceed() {
        exceeded = true;
    }

    /** Whether something ran out. */
    boolean exceeded() {
        return exceeded;
    }
}
