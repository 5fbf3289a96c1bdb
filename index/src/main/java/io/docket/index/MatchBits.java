package io.docket.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.DocIdStream;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.util.FixedBitSet;

/** Collects which documents match, segment by segment, without scoring them. */
final class MatchBits implements CollectorManager<MatchBits.BitsCollector, List<MatchBits.Leaf>> {

    /** The matching documents of one segment. */
    record Leaf(LeafReaderContext context, FixedBitSet bits) {}

    @Override
    public BitsCollector newCollector() {
        return new BitsCollector();
    }

    @Override
    public List<Leaf> reduce(Collection<BitsCollector> collectors) {
        List<Leaf> leaves = new ArrayList<>();
        collectors.forEach(collector -> leaves.addAll(collector.leaves));
        return leaves;
    }

    /** How many documents match. */
    static long total(List<Leaf> leaves) {
        long total = 0;
        for (Leaf leaf : leaves) {
            total += leaf.bits().cardinality();
        }
        return total;
    }

    static final class BitsCollector implements Collector {
        private final List<Leaf> leaves = new ArrayList<>();

        @Override
        public LeafCollector getLeafCollector(LeafReaderContext context) {
            FixedBitSet bits = new FixedBitSet(context.reader().maxDoc());
            leaves.add(new Leaf(context, bits));
            return new LeafCollector() {
                @Override
                public void setScorer(Scorable scorer) {}

                @Override
                public void collect(int doc) {
                    bits.set(doc);
                }

                @Override
                public void collectRange(int min, int max) {
                    bits.set(min, max);
                }

                @Override
                public void collect(DocIdStream stream) throws IOException {
                    stream.forEach(bits::set);
                }
            };
        }

        @Override
        public ScoreMode scoreMode() {
            return ScoreMode.COMPLETE_NO_SCORES;
        }
    }
}
