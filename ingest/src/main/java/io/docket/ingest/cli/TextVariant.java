package io.docket.ingest.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What happens to a contract on its way from one version to the next. */
enum TextVariant {
    /** Another layout: case, line breaks, punctuation. The words are the same. */
    LAYOUT("another layout, the same words") {
        @Override
        String of(String text, Random random) {
            return Arrays.stream(text.split("\\s+"))
                    .map(word -> random.nextInt(10) == 0 ? word.toUpperCase(Locale.ROOT) + ",\n" : word + "  ")
                    .collect(Collectors.joining());
        }
    },
    /** Names, dates and amounts filled in anew: every word with a digit, and every hundredth other word. */
    FILLED("numbers, dates and every 100th word changed") {
        @Override
        String of(String text, Random random) {
            return eachWord(text, word -> hasDigit(word) || random.nextInt(100) == 0 ? invented(random) : word);
        }
    },
    /** One word in a hundred. */
    ONE_PERCENT("1 % of the words changed") {
        @Override
        String of(String text, Random random) {
            return eachWord(text, word -> random.nextInt(100) == 0 ? invented(random) : word);
        }
    },
    /** Three words in a hundred. */
    THREE_PERCENT("3 % of the words changed") {
        @Override
        String of(String text, Random random) {
            return eachWord(text, word -> random.nextInt(100) < 3 ? invented(random) : word);
        }
    },
    /** Ten words in a hundred: another contract on the same template; five-word shingles hardly agree any more. */
    TEN_PERCENT("10 % of the words changed (not near by the threshold)") {
        @Override
        String of(String text, Random random) {
            return eachWord(text, word -> random.nextInt(10) == 0 ? invented(random) : word);
        }
    },
    /** A tenth of the text is added in one place. */
    CLAUSE_ADDED("a tenth added in one place") {
        @Override
        String of(String text, Random random) {
            List<String> words = new ArrayList<>(List.of(text.split("\\s+")));
            List<String> clause = new ArrayList<>();
            for (int i = 0; i < words.size() / 10; i++) {
                clause.add(invented(random));
            }
            words.addAll(random.nextInt(words.size()), clause);
            return String.join(" ", words);
        }
    },
    /** A tenth of the text is taken away in one place. */
    CLAUSE_REMOVED("a tenth removed in one place") {
        @Override
        String of(String text, Random random) {
            List<String> words = new ArrayList<>(List.of(text.split("\\s+")));
            int length = words.size() / 10;
            int start = random.nextInt(words.size() - length);
            words.subList(start, start + length).clear();
            return String.join(" ", words);
        }
    },
    /** Read by a machine: one character in two hundred is another. */
    SCANNED("scanned: one character in 200 wrong") {
        @Override
        String of(String text, Random random) {
            StringBuilder scanned = new StringBuilder(text);
            for (int i = 0; i < scanned.length(); i++) {
                if (Character.isLetter(scanned.charAt(i)) && random.nextInt(200) == 0) {
                    scanned.setCharAt(i, (char) ('a' + random.nextInt(26)));
                }
            }
            return scanned.toString();
        }
    };

    private final String description;

    TextVariant(String description) {
        this.description = description;
    }

    abstract String of(String text, Random random);

    String description() {
        return description;
    }

    private static String eachWord(String text, UnaryOperator<String> change) {
        return Arrays.stream(text.split("\\s+")).map(change).collect(Collectors.joining(" "));
    }

    private static boolean hasDigit(String word) {
        return word.chars().anyMatch(Character::isDigit);
    }

    private static String invented(Random random) {
        return "x" + Integer.toString(random.nextInt(1_000_000), Character.MAX_RADIX);
    }
}
