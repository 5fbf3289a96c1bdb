package io.docket.web.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Composes support tickets: a greeting, one to three complaints about the topic, chatter that any ticket may hold. */
final class TicketWriter {

    /** One ticket in seven mentions a second topic in passing. */
    private static final double SECOND_TOPIC = 1.0 / 7;

    private static final double NEUTRAL_SUBJECT = 0.4;

    private final PhraseBook phrases = PhraseBook.of("/demo/common.txt", "/demo/tickets.txt");

    List<String> types() {
        return phrases.section("type");
    }

    DemoText write(String type, RandomGenerator random) {
        PhraseBook.Draft draft = phrases.draft(random);
        List<String> lines = new ArrayList<>(draft.several(type + ".line", random.nextInt(1, 4)));
        lines.addAll(draft.several("noise", random.nextInt(0, 4)));
        if (random.nextDouble() < SECOND_TOPIC) {
            String other = types().get(random.nextInt(types().size()));
            lines.add("By the way: " + draft.any(other + ".line"));
        }

        List<String> paragraphs = new ArrayList<>();
        paragraphs.add(draft.any("opening"));
        paragraphs.add(String.join(" ", lines));
        paragraphs.add(draft.any("closing"));
        String subject = draft.any(random.nextDouble() < NEUTRAL_SUBJECT ? "subject.neutral" : type + ".subject");
        return new DemoText(type, subject, draft.any("person"), ContractWriter.moment(random), paragraphs);
    }

    /** A ticket that mixes three topics under a subject that says nothing. */
    DemoText writeHard(String type, RandomGenerator random) {
        PhraseBook.Draft draft = phrases.draft(random);
        List<String> lines = new ArrayList<>(draft.several(type + ".line", 1));
        for (int other = 0; other < 2; other++) {
            lines.add(draft.any(types().get(random.nextInt(types().size())) + ".line"));
        }
        lines.addAll(draft.several("noise", random.nextInt(2, 5)));
        List<String> paragraphs = List.of(draft.any("opening"), String.join(" ", lines), draft.any("closing"));
        return new DemoText(
                type, draft.any("subject.neutral"), draft.any("person"), ContractWriter.moment(random), paragraphs);
    }
}
