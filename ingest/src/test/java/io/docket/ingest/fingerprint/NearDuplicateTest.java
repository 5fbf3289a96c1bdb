package io.docket.ingest.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NearDuplicateTest {
    private final MinHasher hasher = new MinHasher();
    private final Random random = new Random(20261122);

    @Test
    void theEstimateIsNearTheSimilarityOfTheShingles() throws IOException {
        for (double changed : new double[] {0.01, 0.05, 0.1, 0.3}) {
            List<String> original = words(2_000);
            List<String> variant = withChangedWords(original, changed);
            double exact = jaccard(shingles(original), shingles(variant));

            double estimate = signature(original).similarity(signature(variant));

            assertThat(estimate).as("share of words changed: " + changed).isCloseTo(exact, within(0.15));
        }
    }

    @Test
    void layoutCaseAndPunctuationDoNotCount() throws IOException {
        String text = String.join(" ", words(100));
        String other = "\n\n" + text.toUpperCase(Locale.ROOT).replace(" ", ",\t\n ") + ".";

        assertThat(signatureOf(text)).isEqualTo(signatureOf(other));
        assertThat(ContentHash.ofText(new StringReader(text))).isEqualTo(ContentHash.ofText(new StringReader(other)));
    }

    @Test
    void shortTextsHaveNoSignature() throws IOException {
        assertThat(hasher.signature(new StringReader("Please find attached."))).isEmpty();
    }

    @Test
    void signaturesSurviveStorage() throws IOException {
        MinHashSignature signature = signature(words(50));

        MinHashSignature restored = MinHashSignature.fromBytes(signature.toBytes());

        assertThat(restored).isEqualTo(signature);
        assertThat(restored.bands()).isEqualTo(signature.bands());
    }

    @Test
    void variantsJoinTheirOriginalAndStrangersDoNot() throws IOException {
        NearDuplicateGroups groups =
                new NearDuplicateGroups(new InMemorySignatures(), NearDuplicateGroups.DEFAULT_THRESHOLD);
        int joined = 0;
        int astray = 0;
        for (int i = 0; i < 200; i++) {
            List<String> original = words(400);
            assertThat(groups.add("original" + i, signature(original)).groupId())
                    .isEqualTo("original" + i);
            String group = groups.add("variant" + i, signature(withChangedWords(original, 0.02)))
                    .groupId();
            if (group.equals("original" + i)) {
                joined++;
            } else if (!group.equals("variant" + i)) {
                astray++;
            }
        }
        assertThat(joined).isGreaterThanOrEqualTo(190);
        assertThat(astray).isZero();
    }

    private List<String> words(int count) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add("word" + random.nextInt(3_000));
        }
        return words;
    }

    private List<String> withChangedWords(List<String> original, double share) {
        return original.stream()
                .map(word -> random.nextDouble() < share ? "new" + random.nextInt(3_000) : word)
                .toList();
    }

    private MinHashSignature signature(List<String> words) throws IOException {
        return signatureOf(String.join(" ", words));
    }

    private MinHashSignature signatureOf(String text) throws IOException {
        return hasher.signature(new StringReader(text)).orElseThrow();
    }

    private static Set<List<String>> shingles(List<String> words) {
        Set<List<String>> shingles = new HashSet<>();
        for (int i = 0; i + MinHasher.SHINGLE <= words.size(); i++) {
            shingles.add(words.subList(i, i + MinHasher.SHINGLE));
        }
        return shingles;
    }

    private static double jaccard(Set<List<String>> left, Set<List<String>> right) {
        Set<List<String>> shared = new HashSet<>(left);
        shared.retainAll(right);
        return shared.size() / (double) (left.size() + right.size() - shared.size());
    }
}
