package io.docket.web.demo;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Composes contracts: parties, some clauses of the type, boilerplate that all types share, signatures. */
final class ContractWriter {

    /** Two contracts in five carry clauses of another type, as real ones do. */
    private static final double BORROWING = 0.4;

    /** Seven in ten have a title that says nothing about the type. */
    private static final double NEUTRAL_TITLE = 0.7;

    private final PhraseBook phrases = PhraseBook.of("/demo/common.txt", "/demo/contracts.txt");

    List<String> types() {
        return phrases.section("type");
    }

    DemoText write(String type, RandomGenerator random) {
        PhraseBook.Draft draft = phrases.draft(random);
        String[] sides = draft.any(type + ".sides").split("\\|");
        draft.bind("a", sides[0]);
        draft.bind("b", sides[1]);
        String person = type.equals("Employment") ? ".person" : "";

        String parties = draft.any("parties" + person);
        List<String> clauses = new ArrayList<>(draft.several(type + ".clause", random.nextInt(1, 4)));
        clauses.addAll(draft.several("common.clause", random.nextInt(5, 11)));
        if (random.nextDouble() < BORROWING) {
            String other = types().get(random.nextInt(types().size()));
            clauses.addAll(draft.several(other + ".clause", random.nextInt(1, 3)));
        }
        shuffle(clauses, random);

        List<String> paragraphs = new ArrayList<>();
        paragraphs.add(parties);
        for (int i = 0; i < clauses.size(); i++) {
            paragraphs.add(i + 1 + ". " + clauses.get(i));
        }
        paragraphs.add(draft.any("common.schedule"));
        paragraphs.add(draft.any("signature" + person));
        String title = draft.any(random.nextDouble() < NEUTRAL_TITLE ? "title.neutral" : type + ".title");
        return new DemoText(type, title, draft.any("person"), moment(random), paragraphs);
    }

    /** A contract that lawyers argue about: one clause of its own type, one or two of each of two others, nothing in the title. */
    DemoText writeHard(String type, RandomGenerator random) {
        PhraseBook.Draft draft = phrases.draft(random);
        draft.bind("a", "first party");
        draft.bind("b", "second party");
        List<String> clauses = new ArrayList<>(draft.several(type + ".clause", 1));
        for (int other = 0; other < 2; other++) {
            String borrowed = types().get(random.nextInt(types().size()));
            clauses.addAll(draft.several(borrowed + ".clause", random.nextInt(1, 3)));
        }
        clauses.addAll(draft.several("common.clause", random.nextInt(8, 13)));
        shuffle(clauses, random);
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add(draft.any("parties"));
        for (int i = 0; i < clauses.size(); i++) {
            paragraphs.add(i + 1 + ". " + clauses.get(i));
        }
        paragraphs.add(draft.any("signature"));
        return new DemoText(type, draft.any("title.neutral"), draft.any("person"), moment(random), paragraphs);
    }

    /** A moment of a working day from 2021 to 2025. */
    static LocalDateTime moment(RandomGenerator random) {
        return LocalDateTime.of(2021, 1, 4, 8, 0).plusDays(random.nextInt(1820)).plusMinutes(random.nextInt(600));
    }

    private static void shuffle(List<String> list, RandomGenerator random) {
        for (int i = list.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            String kept = list.get(i);
            list.set(i, list.get(other));
            list.set(other, kept);
        }
    }
}
