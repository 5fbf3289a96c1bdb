package io.docket.index;

import java.math.BigDecimal;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.lucene.search.Query;

/** Conditions on predictions and codings, which live in updatable doc-values. */
final class LabelQueries {

    private static final Pattern SEPARATORS = Pattern.compile("[\\s_-]+");

    /** Lower bounds of the bands of confidence, in ten-thousandths: narrower where a threshold is usually set. */
    private static final int[] BANDS = {0, 2500, 5000, 7000, 8000, 9000, 9500, 9900};

    private static final int TOP = 10_001;
    private static final int FULL = 10_000;

    private final List<SortedSet<String>> sets;

    LabelQueries(SetDictionary dictionary) {
        this.sets = dictionary.snapshot();
    }

    /** Numbers of the sets that hold a value passing the test. */
    BitSet holding(Predicate<String> test) {
        BitSet numbers = new BitSet(sets.size());
        for (int number = 1; number < sets.size(); number++) {
            if (sets.get(number).stream().anyMatch(test)) {
                numbers.set(number);
            }
        }
        return numbers;
    }

    /** Whether a label is what a person means by a value: case, blanks, dashes and underscores aside; {@code *} for anything. */
    static Predicate<String> meant(String value) {
        String wanted = simplified(value);
        if (wanted.indexOf('*') < 0) {
            return label -> simplified(label).equals(wanted);
        }
        return label -> SimplePattern.matches(wanted, simplified(label));
    }

    private static String simplified(String label) {
        return SEPARATORS.matcher(label.toLowerCase(Locale.ROOT)).replaceAll("-");
    }

    static Query predicted(String classifier, BitSet labelSets) {
        return new NumericPredicateQuery(
                Schema.prediction(classifier),
                List.of("predicted", labelSets),
                packed -> PackedPrediction.committed(packed) && labelSets.get(PackedPrediction.labels(packed)));
    }

    /** The best guess, committed or not. */
    static Query guessed(String classifier, BitSet labelSets) {
        return new NumericPredicateQuery(
                Schema.prediction(classifier),
                List.of("guessed", labelSets),
                packed -> packed != PackedPrediction.NONE && labelSets.get(PackedPrediction.labels(packed)));
    }

    static Query abstained(String classifier) {
        return new NumericPredicateQuery(
                Schema.prediction(classifier),
                "abstained",
                packed -> packed != PackedPrediction.NONE && !PackedPrediction.committed(packed));
    }

    static Query model(String classifier, BitSet modelSets) {
        return new NumericPredicateQuery(
                Schema.prediction(classifier),
                List.of("model", modelSets),
                packed -> packed != PackedPrediction.NONE && modelSets.get(PackedPrediction.model(packed)));
    }

    /** Both ends included, in ten-thousandths. */
    static Query confidence(String classifier, int from, int to) {
        return new NumericPredicateQuery(Schema.prediction(classifier), List.of("confidence", from, to), packed -> {
            int confidence = PackedPrediction.confidence(packed);
            return packed != PackedPrediction.NONE && confidence >= from && confidence <= to;
        });
    }

    static Query anyPrediction(String classifier) {
        return new NumericPredicateQuery(
                Schema.prediction(classifier), "any", packed -> packed != PackedPrediction.NONE);
    }

    static Query coded(String dimension, BitSet codingSets) {
        return new NumericPredicateQuery(
                Schema.coding(dimension), List.of("coded", codingSets), number -> codingSets.get((int) number));
    }

    static Query anyCoding(String dimension) {
        return new NumericPredicateQuery(Schema.coding(dimension), "any", number -> number != SetDictionary.EMPTY);
    }

    static int bands() {
        return BANDS.length;
    }

    static int bandOf(int confidence) {
        int band = BANDS.length - 1;
        while (BANDS[band] > confidence) {
            band--;
        }
        return band;
    }

    /** As shown and used in filters: {@code 0.9-0.95}. */
    static String bandName(int band) {
        int end = band + 1 < BANDS.length ? BANDS[band + 1] : FULL;
        return decimal(BANDS[band]) + "-" + decimal(end);
    }

    /** A band of that name as a condition; nothing when there is no such band. */
    static Optional<Query> band(String classifier, String name) {
        for (int band = 0; band < BANDS.length; band++) {
            if (bandName(band).equals(name)) {
                int end = band + 1 < BANDS.length ? BANDS[band + 1] : TOP;
                return Optional.of(confidence(classifier, BANDS[band], end - 1));
            }
        }
        return Optional.empty();
    }

    private static String decimal(int tenThousandths) {
        return BigDecimal.valueOf(tenThousandths, 4).stripTrailingZeros().toPlainString();
    }
}
