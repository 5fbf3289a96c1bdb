package io.docket.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.FixedBitSet;

/** Makes a search terms report with one bit per document and term; for one request. */
final class TermsReporter {

    private static final double FULL = 10_000;

    private final TermsReportRequest request;
    private final IndexSearcher searcher;
    private final FacetCounter counter;
    private final SetDictionary dictionary;
    private final Executions executions;
    private final List<LeafReaderContext> leaves;

    /** Prepares a search on the state of the index that the report is about. */
    interface Executions {
        SearchExecution of(SearchRequest request) throws IOException;
    }

    TermsReporter(
            TermsReportRequest request,
            IndexSearcher searcher,
            FacetCounter counter,
            SetDictionary dictionary,
            Executions executions) {
        this.request = request;
        this.searcher = searcher;
        this.counter = counter;
        this.dictionary = dictionary;
        this.executions = executions;
        this.leaves = searcher.getIndexReader().leaves();
    }

    TermsReport report() throws IOException {
        FixedBitSet[] within = bits(executions.of(request.within()));
        FixedBitSet[] visible = bits(executions.of(
                SearchRequest.builder(request.within().access(), "").build()));
        List<SearchExecution> searches = new ArrayList<>();
        List<FixedBitSet[]> found = new ArrayList<>();
        boolean partial = false;
        for (String term : request.terms()) {
            SearchExecution search = executions.of(request.within().withQuery(term));
            FixedBitSet[] bits = bits(search);
            for (int leaf = 0; leaf < bits.length; leaf++) {
                bits[leaf].and(within[leaf]);
            }
            partial |= search.partial();
            searches.add(search);
            found.add(bits);
        }
        FixedBitSet[] any = empty();
        FixedBitSet[] several = empty();
        for (FixedBitSet[] bits : found) {
            for (int leaf = 0; leaf < bits.length; leaf++) {
                FixedBitSet again = bits[leaf].clone();
                again.and(any[leaf]);
                several[leaf].or(again);
                any[leaf].or(bits[leaf]);
            }
        }
        found.add(any);
        long[] relatives = relatives(found, visible);
        found.removeLast();
        List<TermsReport.Line> lines = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            long documents = count(found.get(i));
            lines.add(new TermsReport.Line(
                    request.terms().get(i),
                    searches.get(i).interpretation(),
                    documents,
                    documents - common(found.get(i), several),
                    documents + relatives[i],
                    collections(found.get(i)),
                    precision(found.get(i))));
        }
        long documents = count(any);
        return new TermsReport(lines, documents, documents + relatives[found.size()], count(within), partial);
    }

    private FixedBitSet[] empty() {
        return leaves.stream()
                .map(leaf -> new FixedBitSet(leaf.reader().maxDoc()))
                .toArray(FixedBitSet[]::new);
    }

    /** The documents found, by segment. */
    private FixedBitSet[] bits(SearchExecution search) throws IOException {
        FixedBitSet[] bits = empty();
        for (MatchBits.Leaf leaf : search.bits()) {
            bits[leaf.context().ord] = leaf.bits();
        }
        return bits;
    }

    private static long count(FixedBitSet[] bits) {
        long count = 0;
        for (FixedBitSet leaf : bits) {
            count += leaf.cardinality();
        }
        return count;
    }

    private static long common(FixedBitSet[] some, FixedBitSet[] others) {
        long count = 0;
        for (int leaf = 0; leaf < some.length; leaf++) {
            count += FixedBitSet.intersectionCount(some[leaf], others[leaf]);
        }
        return count;
    }

    private Map<String, Long> collections(FixedBitSet[] bits) throws IOException {
        List<MatchBits.Leaf> matches = new ArrayList<>();
        for (int leaf = 0; leaf < bits.length; leaf++) {
            matches.add(new MatchBits.Leaf(leaves.get(leaf), bits[leaf]));
        }
        return counter.count(matches, Set.of(Dimension.COLLECTION)).get(Dimension.COLLECTION);
    }

    /** For each set of documents, how many others of their families may be seen. Documents without a family of several are passed over. */
    private long[] relatives(List<FixedBitSet[]> sets, FixedBitSet[] visible) throws IOException {
        long[] others = new long[sets.size()];
        Terms families = MultiTerms.getTerms(searcher.getIndexReader(), Schema.FAMILY);
        if (families == null) {
            return others;
        }
        TermsEnum family = families.iterator();
        PostingsEnum members = null;
        List<int[]> seen = new ArrayList<>();
        while (family.next() != null) {
            if (family.docFreq() < 2) {
                continue;
            }
            seen.clear();
            members = family.postings(members, PostingsEnum.NONE);
            for (int doc = members.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = members.nextDoc()) {
                int leaf = ReaderUtil.subIndex(doc, leaves);
                int inLeaf = doc - leaves.get(leaf).docBase;
                if (visible[leaf].get(inLeaf)) {
                    seen.add(new int[] {leaf, inLeaf});
                }
            }
            for (int i = 0; i < others.length; i++) {
                FixedBitSet[] set = sets.get(i);
                long inside = seen.stream().filter(at -> set[at[0]].get(at[1])).count();
                others[i] += inside == 0 ? 0 : seen.size() - inside;
            }
        }
        return others;
    }

    private TermsReport.Precision precision(FixedBitSet[] bits) throws IOException {
        long predicted = 0;
        double expected = 0;
        long judged = 0;
        long wanted = 0;
        for (int leaf = 0; leaf < bits.length; leaf++) {
            if (request.predicted().isPresent()) {
                TermsReportRequest.Wanted label = request.predicted().get();
                NumericDocValues values =
                        DocValues.getNumeric(leaves.get(leaf).reader(), Schema.prediction(label.name()));
                for (int doc = first(bits[leaf]); doc >= 0; doc = next(bits[leaf], doc)) {
                    long packed = values.advanceExact(doc) ? values.longValue() : PackedPrediction.NONE;
                    if (packed != PackedPrediction.NONE
                            && PackedPrediction.committed(packed)
                            && dictionary.set(PackedPrediction.labels(packed)).contains(label.value())) {
                        predicted++;
                        expected += PackedPrediction.confidence(packed) / FULL;
                    }
                }
            }
            if (request.coded().isPresent()) {
                TermsReportRequest.Wanted tag = request.coded().get();
                NumericDocValues values = DocValues.getNumeric(leaves.get(leaf).reader(), Schema.coding(tag.name()));
                for (int doc = first(bits[leaf]); doc >= 0; doc = next(bits[leaf], doc)) {
                    int set = values.advanceExact(doc) ? (int) values.longValue() : SetDictionary.EMPTY;
                    if (set != SetDictionary.EMPTY) {
                        judged++;
                        wanted += dictionary.set(set).contains(tag.value()) ? 1 : 0;
                    }
                }
            }
        }
        return new TermsReport.Precision(predicted, expected, judged, wanted);
    }

    private static int first(FixedBitSet bits) {
        return next(bits, -1);
    }

    /** The next set bit, or -1. */
    private static int next(FixedBitSet bits, int behind) {
        if (behind + 1 >= bits.length()) {
            return -1;
        }
        int bit = bits.nextSetBit(behind + 1);
        return bit == DocIdSetIterator.NO_MORE_DOCS ? -1 : bit;
    }
}
