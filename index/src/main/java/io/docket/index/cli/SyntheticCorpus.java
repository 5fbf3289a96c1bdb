package io.docket.index.cli;

import io.docket.index.IndexedDocument;
import io.docket.index.LabelPrediction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Documents of about 2 KB whose words follow Zipf's law as English does: the word of rank r is drawn with probability
 * proportional to 1 / (r + 2.7) (Zipf and Mandelbrot), over {@value #VOCABULARY} words, plus one number that occurs nowhere
 * else in each document. Document n is the same in every run of a seed. Safe for use by several threads.
 */
final class SyntheticCorpus {

    static final int VOCABULARY = 200_000;
    private static final double SHIFT = 2.7;
    private static final int WORDS_PER_DOCUMENT = 330;
    private static final int SPREAD = 120;
    private static final int SENTENCE = 17;
    private static final String CONSONANTS = "bcdfghjklmnprstvwz";
    private static final String VOWELS = "aeiou";
    private static final String[] LABELS = {
        "nda", "lease", "supply", "licence", "employment", "service", "loan", "merger", "agency", "settlement"
    };
    private static final String[] TYPES = {"pdf", "mail", "word", "text", "spreadsheet", "web"};
    private static final Instant START = Instant.parse("2015-01-01T00:00:00Z");
    private static final int DAYS = 3_650;

    private final long seed;
    private final String[] words = new String[VOCABULARY];
    /** Alias method (Walker 1977): a word in two look-ups. */
    private final double[] threshold = new double[VOCABULARY];

    private final int[] alias = new int[VOCABULARY];

    SyntheticCorpus(long seed) {
        this.seed = seed;
        for (int rank = 0; rank < VOCABULARY; rank++) {
            words[rank] = spell(rank);
        }
        buildAlias();
    }

    /** A different pronounceable word for each rank, short for the frequent ones. */
    private static String spell(int rank) {
        StringBuilder word = new StringBuilder();
        int syllables = CONSONANTS.length() * VOWELS.length();
        int rest = rank;
        do {
            int syllable = rest % syllables;
            word.append(CONSONANTS.charAt(syllable / VOWELS.length()))
                    .append(VOWELS.charAt(syllable % VOWELS.length()));
            rest = rest / syllables - 1;
        } while (rest >= 0);
        // an ending that no plural has, so that words and plurals do not meet by chance
        return word.append('n').toString();
    }

    private void buildAlias() {
        double[] scaled = new double[VOCABULARY];
        double sum = 0;
        for (int rank = 0; rank < VOCABULARY; rank++) {
            scaled[rank] = 1 / (rank + 1 + SHIFT);
            sum += scaled[rank];
        }
        int[] small = new int[VOCABULARY];
        int[] large = new int[VOCABULARY];
        int smalls = 0;
        int larges = 0;
        for (int rank = 0; rank < VOCABULARY; rank++) {
            scaled[rank] *= VOCABULARY / sum;
            if (scaled[rank] < 1) {
                small[smalls++] = rank;
            } else {
                large[larges++] = rank;
            }
        }
        while (smalls > 0 && larges > 0) {
            int less = small[--smalls];
            int more = large[--larges];
            threshold[less] = scaled[less];
            alias[less] = more;
            scaled[more] -= 1 - scaled[less];
            if (scaled[more] < 1) {
                small[smalls++] = more;
            } else {
                large[larges++] = more;
            }
        }
        while (larges > 0) {
            threshold[large[--larges]] = 1;
        }
        while (smalls > 0) {
            threshold[small[--smalls]] = 1;
        }
    }

    /** The word of a rank, 0 being the most frequent. */
    String word(int rank) {
        return words[rank];
    }

    private String draw(SplittableRandom random) {
        int column = random.nextInt(VOCABULARY);
        return words[random.nextDouble() < threshold[column] ? column : alias[column]];
    }

    static String id(int n) {
        return "doc-" + n;
    }

    /** Document n. */
    IndexedDocument document(int n) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + n);
        StringBuilder text = new StringBuilder(2_200);
        int count = WORDS_PER_DOCUMENT - SPREAD / 2 + random.nextInt(SPREAD);
        for (int i = 0; i < count; i++) {
            text.append(draw(random)).append(i % SENTENCE == SENTENCE - 1 ? ". " : " ");
        }
        text.append("Ref ").append(100_000_000L + n);
        Instant date = START.plus(Duration.ofDays(random.nextInt(DAYS)));
        return IndexedDocument.builder(id(n), "collection-" + n % 8)
                .family("family-" + n / 3)
                .name("file-" + n + ".txt")
                .path("share/folder-" + n % 97 + "/file-" + n + ".txt")
                .title(draw(random) + " " + draw(random) + " " + draw(random))
                .custodians(List.of("Custodian " + skewed(random, 40)))
                .authors(List.of("Author " + skewed(random, 2_000)))
                .typeGroup(TYPES[skewed(random, TYPES.length)])
                .mediaType("application/x-" + TYPES[skewed(random, TYPES.length)])
                .language(random.nextInt(10) == 0 ? "de" : "en")
                .outcome("extracted")
                .date(date)
                .ingested(START.plus(Duration.ofDays(DAYS)).plusSeconds(n))
                .size(text.length())
                .text(text.toString())
                .prediction("kind", prediction(random, "v1"))
                .build();
    }

    /** Documents from a number up to, not including, another. */
    List<IndexedDocument> documents(int from, int to) {
        List<IndexedDocument> documents = new ArrayList<>(to - from);
        for (int n = from; n < to; n++) {
            documents.add(document(n));
        }
        return documents;
    }

    static LabelPrediction prediction(SplittableRandom random, String version) {
        double confidence = 1 - random.nextDouble() * random.nextDouble();
        String label = LABELS[skewed(random, LABELS.length)];
        return confidence < 0.5
                ? LabelPrediction.abstained(label, confidence, version)
                : LabelPrediction.of(label, confidence, version);
    }

    private static int skewed(SplittableRandom random, int bound) {
        return (int) (bound * random.nextDouble() * random.nextDouble());
    }

    /** A query as people type them: one or two words mostly, phrases, alternatives, prefixes, labels. */
    BenchQuery query(SplittableRandom random, int documents) {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5, 6 -> BenchQuery.of(BenchQuery.Kind.WORD, queryWord(random));
            case 7, 8, 9, 10, 11, 12 -> BenchQuery.of(BenchQuery.Kind.ALL, queryWord(random), queryWord(random));
            case 13, 14 -> BenchQuery.of(BenchQuery.Kind.ANY, queryWord(random), queryWord(random));
            case 15, 16 -> phrase(random, documents);
            case 17 -> BenchQuery.labelled(queryWord(random), LABELS[skewed(random, LABELS.length)]);
            case 18 ->
                BenchQuery.of(
                        BenchQuery.Kind.PREFIX,
                        word(1_000 + random.nextInt(VOCABULARY - 1_000)).substring(0, 4));
            default -> BenchQuery.of(BenchQuery.Kind.EVERYTHING);
        };
    }

    /** A word by its rank, all orders of magnitude from the tenth to the 50,000th being equally likely. */
    private String queryWord(SplittableRandom random) {
        return word((int) (10 * Math.pow(5_000, random.nextDouble())));
    }

    private BenchQuery phrase(SplittableRandom random, int documents) {
        String[] text = document(random.nextInt(documents)).text().split("[. ]+");
        int at = random.nextInt(text.length - 3);
        return BenchQuery.of(BenchQuery.Kind.PHRASE, text[at], text[at + 1]);
    }
}
