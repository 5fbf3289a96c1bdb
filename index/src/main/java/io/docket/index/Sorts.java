package io.docket.index;

import java.util.Arrays;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSortField;

/** Orders as Lucene sorts. */
final class Sorts {

    private static final SortField TIE = new SortField(Schema.KEY, SortField.Type.LONG);

    private Sorts() {}

    static Sort of(SortOrder order) {
        SortField first =
                switch (order.key()) {
                    case RELEVANCE -> SortField.FIELD_SCORE;
                    case DATE -> number(Schema.DATE, order.descending());
                    case INGESTED -> number(Schema.INGESTED, order.descending());
                    case SIZE -> number(Schema.SIZE, order.descending());
                    case CONFIDENCE -> updatable(Schema.prediction(order.classifier()), order.descending());
                    case NAME -> text(Schema.NAME_ORDER, order.descending());
                    case CUSTODIAN -> text(Schema.CUSTODIAN_ORDER, order.descending());
                };
        return new Sort(first, TIE);
    }

    /** The opposite of an order, missing values included. */
    static Sort reversed(SortOrder order) {
        return new Sort(Arrays.stream(of(order).getSort()).map(Sorts::reversed).toArray(SortField[]::new));
    }

    private static SortField reversed(SortField field) {
        Object missing = field.getMissingValue();
        if (field instanceof SortedNumericSortField numeric) {
            SortedNumericSortField opposite =
                    new SortedNumericSortField(numeric.getField(), numeric.getNumericType(), !numeric.getReverse());
            if (missing != null) {
                opposite.setMissingValue(missing);
            }
            return opposite;
        }
        return missing == null
                ? new SortField(field.getField(), field.getType(), !field.getReverse())
                : new SortField(field.getField(), field.getType(), !field.getReverse(), missing);
    }

    private static SortField number(String field, boolean descending) {
        SortedNumericSortField sort = new SortedNumericSortField(field, SortField.Type.LONG, descending);
        sort.setMissingValue(missing(descending));
        return sort;
    }

    private static SortField updatable(String field, boolean descending) {
        return new SortField(field, SortField.Type.LONG, descending, missing(descending));
    }

    private static Long missing(boolean descending) {
        return descending ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    private static SortField text(String field, boolean descending) {
        // Lucene puts "first" where the order begins before it is reversed
        return new SortField(
                field, SortField.Type.STRING, descending, descending ? SortField.STRING_FIRST : SortField.STRING_LAST);
    }
}
