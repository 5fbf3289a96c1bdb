package io.docket.index;

import java.io.IOException;
import java.util.Objects;
import java.util.function.LongPredicate;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.ConstantScoreScorerSupplier;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;

/**
 * Documents whose doc-value passes a test. Works on doc-values that are updated in place, which no index of points or terms
 * could follow. Documents without a value do not match.
 */
final class NumericPredicateQuery extends Query {

    private static final float COST_OF_ONE_TEST = 3;

    private final String field;
    private final Object meaning;
    private final LongPredicate test;

    /**
     * @param meaning equal for equal tests, since predicates cannot be compared
     */
    NumericPredicateQuery(String field, Object meaning, LongPredicate test) {
        this.field = Objects.requireNonNull(field, "field");
        this.meaning = Objects.requireNonNull(meaning, "meaning");
        this.test = Objects.requireNonNull(test, "test");
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost) {
        return new ConstantScoreWeight(this, boost) {
            @Override
            public ScorerSupplier scorerSupplier(LeafReaderContext context) throws IOException {
                if (context.reader().getFieldInfos().fieldInfo(field) == null) {
                    return null;
                }
                NumericDocValues values = DocValues.getNumeric(context.reader(), field);
                return ConstantScoreScorerSupplier.fromIterator(
                        TwoPhaseIterator.asDocIdSetIterator(new TwoPhaseIterator(values) {
                            @Override
                            public boolean matches() throws IOException {
                                return test.test(values.longValue());
                            }

                            @Override
                            public float matchCost() {
                                return COST_OF_ONE_TEST;
                            }
                        }),
                        score(),
                        scoreMode,
                        context.reader().maxDoc());
            }

            @Override
            public boolean isCacheable(LeafReaderContext context) {
                return DocValues.isCacheable(context, field);
            }
        };
    }

    @Override
    public void visit(QueryVisitor visitor) {
        if (visitor.acceptField(field)) {
            visitor.visitLeaf(this);
        }
    }

    @Override
    public String toString(String defaultField) {
        return field + ":" + meaning;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NumericPredicateQuery that && field.equals(that.field) && meaning.equals(that.meaning);
    }

    @Override
    public int hashCode() {
        return Objects.hash(field, meaning);
    }
}
