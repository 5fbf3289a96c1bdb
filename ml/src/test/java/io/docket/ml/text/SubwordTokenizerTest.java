package io.docket.ml.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class SubwordTokenizerTest {
    private static final SubwordTokenizer TOKENIZER = tokenizer();

    private static SubwordTokenizer tokenizer() {
        SubwordTrainer trainer = new SubwordTrainer();
        for (int i = 0; i < 50; i++) {
            trainer.add(
                    "The printer in the main office prints nothing. I can't print; the printing queue doesn't move.\n"
                            + "The tenant printed café invoices 2018 and 2019: see the McDonald contract.");
        }
        return trainer.train(700);
    }

    private static List<String> pieces(String text) {
        Encoding encoding = TOKENIZER.encode(text);
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < encoding.size(); i++) {
            pieces.add(TOKENIZER.vocabulary().token(encoding.id(i)));
        }
        return pieces;
    }

    private static List<String> surface(String text) {
        Encoding encoding = TOKENIZER.encode(text);
        List<String> surface = new ArrayList<>();
        for (int i = 0; i < encoding.size(); i++) {
            surface.add(text.substring(encoding.start(i), encoding.end(i)));
        }
        return surface;
    }

    @Test
    void learnsWholeWordsFromFrequentText() {
        assertThat(pieces("the printer")).containsExactly("xxbos", "▁the", "▁printer");
    }

    @Test
    void marksCapitalsAndKeepsOneSpellingOfAWord() {
        assertThat(pieces("The PRINTER")).containsExactly("xxbos", "xxmaj", "▁the", "xxup", "▁printer");
        assertThat(pieces("I print")).containsExactly("xxbos", "▁i", "▁print");
        assertThat(pieces("ThePrinter")).containsSubsequence("xxmaj", "▁the", "xxmaj");
    }

    @Test
    void marksAccentedCapitals() {
        assertThat(pieces("Élan").subList(0, 2)).containsExactly("xxbos", "xxmaj");
    }

    @Test
    void givesLineBreaksATokenOfTheirOwn() {
        assertThat(pieces("the\n\n the\n")).containsExactly("xxbos", "▁the", "\n", "▁the");
    }

    @Test
    void countsRepeatedSigns() {
        assertThat(pieces("------")).containsExactly("xxbos", "xxrep", "6", "▁", "-");
        assertThat(TOKENIZER.decode(TOKENIZER.encode("the ------ print").ids())).isEqualTo("the ------ print");
    }

    @Test
    void fallsBackToBytesAndNeverToUnknown() {
        assertThat(pieces("語")).containsExactly("xxbos", "▁", "<0xE8>", "<0xAA>", "<0x9E>");
        assertThat(surface("the語b")).containsExactly("", "the", "語", "語", "語", "b");
        assertThat(TOKENIZER.decode(TOKENIZER.encode("語 😀").ids())).isEqualTo("語 😀");
    }

    @Test
    void resolvesLigaturesAndQuotesWithPlacesInTheOriginal() {
        String text = "of\uFB01ce can\u2019t";
        assertThat(TOKENIZER.decode(TOKENIZER.encode(text).ids())).isEqualTo("office can't");
        assertThat(String.join("", surface("the \uFB01n"))).contains("\uFB01");
    }

    @Test
    void keepsPlacesWhenCharactersVanishOrCombine() {
        String text = "pri\u00ADnter cafe\u0301";
        Encoding encoding = TOKENIZER.encode(text);
        assertThat(TOKENIZER.decode(encoding.ids())).isEqualTo("printer café");
        assertThat(encoding.end(encoding.size() - 1)).isEqualTo(text.length());
    }

    @Test
    void encodesTheEmptyTextAsItsBeginningAlone() {
        assertThat(pieces("")).containsExactly("xxbos");
        assertThat(pieces(" \n ")).containsExactly("xxbos");
    }

    @Test
    void survivesHalfCharacters() {
        assertThat(TOKENIZER.encode("a\ud83db\ude00").size()).isGreaterThan(2);
    }

    @Test
    void coversEveryVisibleCharacterOfRandomText() {
        Random random = new Random(20);
        for (int round = 0; round < 300; round++) {
            String text = randomText(random);
            Encoding encoding = TOKENIZER.encode(text);
            int covered = 0;
            for (int i = 0; i < encoding.size(); i++) {
                assertThat(encoding.start(i)).as(text).isBetween(0, encoding.end(i));
                assertThat(encoding.end(i)).as(text).isLessThanOrEqualTo(text.length());
                if (i > 0) {
                    assertThat(encoding.start(i)).as(text).isGreaterThanOrEqualTo(encoding.start(i - 1));
                }
                assertThat(text.substring(Math.min(covered, encoding.start(i)), encoding.start(i)))
                        .as("characters no token stands for in %s", text)
                        .isBlank();
                covered = Math.max(covered, encoding.end(i));
            }
            assertThat(text.substring(covered)).isBlank();
        }
    }

    private static String randomText(Random random) {
        String[] parts = {
            "the",
            "PRINTER",
            "McDonald",
            "é",
            "ß",
            " ",
            "\n",
            "  ",
            "....",
            "!!",
            "2019",
            "123456789",
            "語",
            "😀",
            "'s",
            "'",
            "PCs",
            "xxup",
            "<0x41>",
            "\uFB01",
            "\u2026",
            "\u00bd"
        };
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(20);
        for (int i = 0; i < length; i++) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.toString();
    }

    @Test
    void readsItsMarksInATextAsPlainLetters() {
        Encoding encoding = TOKENIZER.encode("xxpad xxup");
        for (int i = 1; i < encoding.size(); i++) {
            assertThat(encoding.id(i)).isGreaterThan(SpecialTokens.CAPITAL);
        }
    }

    @Test
    void trainsTheSamePiecesInWhateverOrderTextsCome() {
        List<String> texts = List.of("one two three", "two three four", "three four five six");
        SubwordTrainer forward = new SubwordTrainer();
        SubwordTrainer backward = new SubwordTrainer();
        for (int round = 0; round < 20; round++) {
            texts.forEach(forward::add);
            texts.reversed().forEach(backward::add);
        }
        assertThat(forward.train(400).vocabulary())
                .isEqualTo(backward.train(400).vocabulary());
    }

    @Test
    void refusesAListOfOtherPieces() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SubwordTokenizer(List.of("xxunk", "xxpad", "xxbos", "the")))
                .withMessageContaining("256 bytes");
    }

    @Test
    void givesTheSameIdsToManyThreads() throws Exception {
        Random random = new Random(3);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            texts.add(randomText(random));
        }
        List<Encoding> expected = texts.stream().map(tokenizer()::encode).toList();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Encoding>>> results = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                results.add(
                        pool.submit(() -> texts.stream().map(TOKENIZER::encode).toList()));
            }
            for (Future<List<Encoding>> result : results) {
                assertThat(result.get()).isEqualTo(expected);
            }
        }
    }
}
