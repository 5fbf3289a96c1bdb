package io.docket.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.TaskExecutor;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;

/**
 * Counts dimensions over the documents that match. Works through one field after the other in runs of documents, each
 * segment on its own (in parallel where threads are free), and puts the segments together at the end.
 */
final class FacetCounter {

    private static final int RUN = 1024;
    private static final int MONTHS = 12;
    private static final int FIRST_MONTH = 1900 * MONTHS;
    private static final int LAST_MONTH = 2100 * MONTHS;

    /** What months are called, from the first one on; there are so many segments and months that it shows. */
    private static final String[] MONTH_NAMES = monthNames();

    /** Of all indexes: keys of segments are never the same. */
    private static final SegmentTerms TERMS = new SegmentTerms();

    private final SetDictionary dictionary;
    private final TaskExecutor tasks;

    FacetCounter(SetDictionary dictionary, TaskExecutor tasks) {
        this.dictionary = dictionary;
        this.tasks = tasks;
    }

    private static String[] monthNames() {
        String[] names = new String[LAST_MONTH - FIRST_MONTH + 1];
        for (int i = 0; i < names.length; i++) {
            int month = FIRST_MONTH + i;
            names[i] = String.format(Locale.ROOT, "%04d-%02d", month / MONTHS, month % MONTHS + 1);
        }
        return names;
    }

    /** The field of a dimension that is a plain keyword. */
    static String keywordField(Dimension.Kind kind) {
        return switch (kind) {
            case COLLECTION -> Schema.COLLECTION;
            case CUSTODIAN -> Schema.CUSTODIAN;
            case AUTHOR -> Schema.AUTHOR;
            case TYPE -> Schema.TYPE;
            case MEDIA_TYPE -> Schema.MEDIA_TYPE;
            case LANGUAGE -> Schema.LANGUAGE;
            case OUTCOME -> Schema.OUTCOME;
            case LABEL, GUESS, CONFIDENCE, MODEL, CODING, YEAR, MONTH ->
                throw new IllegalArgumentException(kind + " is not a keyword");
        };
    }

    /** Counts of every value of each dimension. */
    Map<Dimension, Map<String, Long>> count(List<MatchBits.Leaf> leaves, Set<Dimension> dimensions) throws IOException {
        List<SortedSet<String>> sets = dictionary.snapshot();
        List<Callable<Map<Dimension, Map<String, Long>>>> work = new ArrayList<>();
        for (MatchBits.Leaf leaf : leaves) {
            work.add(() -> {
                Map<Dimension, Map<String, Long>> counts = new HashMap<>();
                new LeafCounts(leaf, sets).into(counts, dimensions);
                return counts;
            });
        }
        Map<Dimension, Map<String, Long>> total = new HashMap<>();
        dimensions.forEach(dimension -> total.put(dimension, new HashMap<>()));
        for (Map<Dimension, Map<String, Long>> part : tasks.invokeAll(work)) {
            part.forEach((dimension, counts) -> {
                Map<String, Long> sum = total.get(dimension);
                counts.forEach((value, count) -> sum.merge(value, count, Long::sum));
            });
        }
        return total;
    }

    /** What a person sees of the counts of one dimension. */
    static FacetResult result(FacetRequest request, Map<String, Long> counts, Set<String> selected) {
        boolean time = request.dimension().kind() == Dimension.Kind.YEAR
                || request.dimension().kind() == Dimension.Kind.MONTH;
        Comparator<Map.Entry<String, Long>> mostFirst =
                Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey());
        Comparator<Map.Entry<String, Long>> latestFirst =
                Map.Entry.<String, Long>comparingByKey().reversed();
        List<Map.Entry<String, Long>> chosen = new ArrayList<>(counts.entrySet().stream()
                .sorted(time ? latestFirst : mostFirst)
                .limit(request.limit())
                .toList());
        Set<String> shown = new HashSet<>();
        chosen.forEach(entry -> shown.add(entry.getKey()));
        for (String value : selected) {
            if (shown.add(value)) {
                chosen.add(Map.entry(value, counts.getOrDefault(value, 0L)));
            }
        }
        if (time) {
            chosen.sort(Map.Entry.comparingByKey());
        }
        List<FacetResult.FacetValue> values = chosen.stream()
                .map(entry ->
                        new FacetResult.FacetValue(entry.getKey(), entry.getValue(), selected.contains(entry.getKey())))
                .toList();
        return new FacetResult(request.dimension(), values, counts.size());
    }

    /** Counting of one segment. */
    private static final class LeafCounts {
        private final LeafReader reader;
        private final FixedBitSet bits;
        private final List<SortedSet<String>> sets;
        private final int[] docs = new int[RUN];
        private final long[] values = new long[RUN];

        LeafCounts(MatchBits.Leaf leaf, List<SortedSet<String>> sets) {
            this.reader = leaf.context().reader();
            this.bits = leaf.bits();
            this.sets = sets;
        }

        void into(Map<Dimension, Map<String, Long>> counts, Set<Dimension> dimensions) throws IOException {
            Map<String, PredictionCounts> predictions = new HashMap<>();
            long[] months = null;
            for (Dimension dimension : dimensions) {
                Map<String, Long> target = counts.computeIfAbsent(dimension, unused -> new HashMap<>());
                switch (dimension.kind()) {
                    case LABEL -> prediction(predictions, dimension.name()).labels(target);
                    case GUESS -> prediction(predictions, dimension.name()).guesses(target);
                    case CONFIDENCE -> prediction(predictions, dimension.name()).bands(target);
                    case MODEL -> prediction(predictions, dimension.name()).models(target);
                    case CODING -> codings(dimension.name(), target);
                    case YEAR, MONTH -> {
                        months = months == null ? months() : months;
                        periods(months, dimension.kind() == Dimension.Kind.YEAR, target);
                    }
                    case COLLECTION, CUSTODIAN, AUTHOR, TYPE, MEDIA_TYPE, LANGUAGE, OUTCOME ->
                        keywords(keywordField(dimension.kind()), target);
                }
            }
        }

        private PredictionCounts prediction(Map<String, PredictionCounts> known, String classifier) throws IOException {
            PredictionCounts counts = known.get(classifier);
            if (counts == null) {
                counts = new PredictionCounts();
                known.put(classifier, counts);
                PredictionCounts target = counts;
                numbers(Schema.prediction(classifier), PackedPrediction.NONE, target::add);
            }
            return counts;
        }

        private void codings(String dimension, Map<String, Long> target) throws IOException {
            long[] bySet = new long[sets.size()];
            numbers(Schema.coding(dimension), SetDictionary.EMPTY, number -> bySet[(int) number]++);
            spread(bySet, target);
        }

        /** Counts of sets become counts of their members. */
        private void spread(long[] bySet, Map<String, Long> target) {
            for (int set = 1; set < bySet.length; set++) {
                if (bySet[set] > 0) {
                    for (String value : sets.get(set)) {
                        target.merge(value, bySet[set], Long::sum);
                    }
                }
            }
        }

        private long[] months() throws IOException {
            long[] months = new long[LAST_MONTH - FIRST_MONTH + 2];
            int other = months.length - 1;
            numbers(
                    Schema.MONTH,
                    LAST_MONTH + 1L,
                    month -> months[month >= FIRST_MONTH && month <= LAST_MONTH ? (int) month - FIRST_MONTH : other]++);
            return months;
        }

        private static void periods(long[] months, boolean years, Map<String, Long> target) {
            // the last cell holds documents without a date and those of other centuries, which no histogram shows
            for (int i = 0; i < months.length - 1; i++) {
                if (months[i] > 0) {
                    String value = years ? Integer.toString((FIRST_MONTH + i) / MONTHS) : MONTH_NAMES[i];
                    target.merge(value, months[i], Long::sum);
                }
            }
        }

        private interface NumberSink {
            void add(long value);
        }

        /** Every matching document's number, the default for those without one. */
        private void numbers(String field, long missing, NumberSink sink) throws IOException {
            if (reader.getFieldInfos().fieldInfo(field) == null) {
                return;
            }
            NumericDocValues numbers = DocValues.getNumeric(reader, field);
            int next = 0;
            while (next < bits.length()) {
                int size = 0;
                for (int doc = bits.nextSetBit(next);
                        doc != DocIdSetIterator.NO_MORE_DOCS;
                        doc = doc + 1 < bits.length() ? bits.nextSetBit(doc + 1) : DocIdSetIterator.NO_MORE_DOCS) {
                    docs[size++] = doc;
                    if (size == RUN) {
                        break;
                    }
                }
                if (size == 0) {
                    return;
                }
                numbers.longValues(size, docs, values, missing);
                for (int i = 0; i < size; i++) {
                    sink.add(values[i]);
                }
                next = docs[size - 1] + 1;
            }
        }

        private void keywords(String field, Map<String, Long> target) throws IOException {
            if (reader.getFieldInfos().fieldInfo(field) == null) {
                return;
            }
            SortedSetDocValues ordinals = DocValues.getSortedSet(reader, field);
            SortedDocValues single = DocValues.unwrapSingleton(ordinals);
            int[] byOrdinal = new int[(int) ordinals.getValueCount()];
            DocIdSetIterator matching = new BitSetIterator(bits, bits.length());
            if (single != null) {
                for (int doc = matching.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = matching.nextDoc()) {
                    if (single.advanceExact(doc)) {
                        byOrdinal[single.ordValue()]++;
                    }
                }
            } else {
                for (int doc = matching.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = matching.nextDoc()) {
                    if (ordinals.advanceExact(doc)) {
                        for (int i = ordinals.docValueCount(); i > 0; i--) {
                            byOrdinal[(int) ordinals.nextOrd()]++;
                        }
                    }
                }
            }
            SegmentTerms.Terms texts = TERMS.of(reader, field, ordinals);
            for (int ordinal = 0; ordinal < byOrdinal.length; ordinal++) {
                if (byOrdinal[ordinal] > 0) {
                    target.merge(texts.get(ordinal), (long) byOrdinal[ordinal], Long::sum);
                }
            }
        }

        /** Label, guess, confidence and model of one classifier, from one walk over its packed numbers. */
        private final class PredictionCounts {
            private final long[] labels = new long[sets.size()];
            private final long[] models = new long[sets.size()];
            private final long[] bands = new long[LabelQueries.bands()];
            private final long[] unsure = new long[sets.size()];
            private long abstained;

            void add(long packed) {
                if (packed == PackedPrediction.NONE) {
                    return;
                }
                models[PackedPrediction.model(packed)]++;
                bands[LabelQueries.bandOf(PackedPrediction.confidence(packed))]++;
                if (PackedPrediction.committed(packed)) {
                    labels[PackedPrediction.labels(packed)]++;
                } else {
                    abstained++;
                    unsure[PackedPrediction.labels(packed)]++;
                }
            }

            void labels(Map<String, Long> target) {
                spread(labels, target);
                if (abstained > 0) {
                    target.merge(Dimension.ABSTAINED, abstained, Long::sum);
                }
            }

            void guesses(Map<String, Long> target) {
                spread(labels, target);
                spread(unsure, target);
            }

            void models(Map<String, Long> target) {
                spread(models, target);
            }

            void bands(Map<String, Long> target) {
                for (int band = 0; band < bands.length; band++) {
                    if (bands[band] > 0) {
                        target.merge(LabelQueries.bandName(band), bands[band], Long::sum);
                    }
                }
            }
        }
    }
}
