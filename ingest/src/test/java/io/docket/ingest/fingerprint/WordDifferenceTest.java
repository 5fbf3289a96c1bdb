package io.docket.ingest.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.ingest.fingerprint.WordDifference.Change;
import io.docket.ingest.fingerprint.WordDifference.Run;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordDifferenceTest {

    @Test
    void aChangedWordIsADeletionAndAnInsertion() {
        assertThat(WordDifference.between("due in thirty days", "due in sixty days"))
                .containsExactly(
                        new Run(Change.EQUAL, "due in "),
                        new Run(Change.DELETED, "thirty "),
                        new Run(Change.INSERTED, "sixty "),
                        new Run(Change.EQUAL, "days"));
    }

    @Test
    void aParagraphAddedAtTheEndBeginsALine() {
        assertThat(WordDifference.between("one two", "one  two\n\nthree"))
                .containsExactly(new Run(Change.EQUAL, "one  two\n\n"), new Run(Change.INSERTED, "three"));
    }

    @Test
    void theScriptIsTheShortest() {
        assertThat(WordDifference.between("a b c a b b a", "c b a b a c").stream()
                        .filter(run -> run.change() != Change.EQUAL)
                        .mapToInt(run -> run.text().strip().split(" ").length)
                        .sum())
                .isEqualTo(5);
    }

    @Test
    void emptyTextsAreAllowed() {
        assertThat(WordDifference.between("", "")).isEmpty();
        assertThat(WordDifference.between("", "new")).containsExactly(new Run(Change.INSERTED, "new"));
        assertThat(WordDifference.between("old", "")).containsExactly(new Run(Change.DELETED, "old"));
    }

    @Test
    void runsGiveBackBothTexts() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            String first = words(random, random.nextInt(60));
            String second = words(random, random.nextInt(60));

            List<Run> runs = WordDifference.between(first, second);

            assertThat(joined(runs, Change.INSERTED)).isEqualTo(first.strip());
            assertThat(joined(runs, Change.DELETED)).isEqualTo(second.strip());
        }
    }

    @Test
    void textsWithoutAnythingInCommonAreOneReplacement() {
        String first = IntStream.range(0, 3_000).mapToObj(i -> "a" + i).collect(Collectors.joining(" "));
        String second = IntStream.range(0, 3_000).mapToObj(i -> "b" + i).collect(Collectors.joining(" "));

        assertThat(WordDifference.between(first, second))
                .extracting(Run::change)
                .containsExactly(Change.DELETED, Change.INSERTED);
    }

    private static String joined(List<Run> runs, Change without) {
        return runs.stream()
                .filter(run -> run.change() != without)
                .map(run -> run.text().strip())
                .collect(Collectors.joining(" "));
    }

    private static String words(Random random, int count) {
        return IntStream.range(0, count).mapToObj(i -> "w" + random.nextInt(8)).collect(Collectors.joining(" "));
    }
}
