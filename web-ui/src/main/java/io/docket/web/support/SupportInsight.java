package io.docket.web.support;

import io.docket.web.problem.ProblemException;
import io.docket.web.tenant.CurrentUser;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** What questions tell about the documents: what is missing, what is not opened, what is asked again and again. */
@ApplicationScoped
public class SupportInsight {
    private static final int LONGEST_PERIOD = 366;
    private static final int ROWS = 25;
    private static final String OPENED =
            "exists (select 1 from support_passage p where p.question_id = q.id and p.opened_at is not null)";

    /** Words whose presence in the documents is looked up. */
    private static final int WORDS = 30;

    private final EntityManager entityManager;
    private final Answers answers;
    private final CurrentUser user;

    SupportInsight(EntityManager entityManager, Answers answers, CurrentUser user) {
        this.entityManager = entityManager;
        this.answers = answers;
        this.user = user;
    }

    /**
     * What happened in the last days.
     *
     * @throws ProblemException when the period is not 1 to {@value #LONGEST_PERIOD} days
     */
    @Transactional
    Report report(int days) {
        if (days < 1 || days > LONGEST_PERIOD) {
            throw ProblemException.badRequest("A period has 1 to " + LONGEST_PERIOD + " days, not " + days);
        }
        Instant now = Instant.now();
        Instant from = now.minus(Duration.ofDays(days));
        Instant middle = now.minus(Duration.ofDays(days).dividedBy(2));
        return new Report(
                days,
                totals(from),
                topics(from, middle, "not q.answered", 1),
                topics(from, middle, "q.answered and q.helped is not true and not " + OPENED, 1),
                topics(from, middle, "true", 2),
                suggestions(from, middle));
    }

    private Totals totals(Instant from) {
        Tuple row = (Tuple) entityManager
                .createNativeQuery("""
                        select count(*) as asked, count(*) filter (where q.answered) as answered,
                            count(*) filter (where q.helped) as helped,
                            count(*) filter (where not q.helped) as unhelped,
                            count(*) filter (where exists (select 1 from support_handover h where h.question_id = q.id))
                                as handed
                        from support_question q where q.asked_at >= :from""", Tuple.class)
                .setParameter("from", from)
                .getSingleResult();
        return new Totals(
                number(row, "asked"),
                number(row, "answered"),
                number(row, "helped"),
                number(row, "unhelped"),
                number(row, "handed"));
    }

    /** Questions of much the same words together, those asked most first, each in its latest wording. */
    private List<Topic> topics(Instant from, Instant middle, String condition, int fewest) {
        List<?> rows = entityManager
                .createNativeQuery(String.format(Locale.ROOT, """
                        select (array_agg(q.question order by q.asked_at desc))[1] as question,
                            (array_agg(q.id order by q.asked_at desc))[1] as latest,
                            count(*) as asked, count(distinct q.asked_by) as people,
                            count(*) filter (where q.asked_at >= :middle) as lately, max(q.asked_at) as last,
                            mode() within group (order by q.label) as label
                        from support_question q where q.asked_at >= :from and %s
                        group by q.words having count(*) >= :fewest
                        order by count(*) desc, max(q.asked_at) desc limit :rows""", condition), Tuple.class)
                .setParameter("from", from)
                .setParameter("middle", middle)
                .setParameter("fewest", fewest)
                .setParameter("rows", ROWS)
                .getResultList();
        List<Topic> topics = new ArrayList<>();
        for (Object each : rows) {
            Tuple row = (Tuple) each;
            topics.add(new Topic(
                    row.get("latest", UUID.class),
                    row.get("question", String.class),
                    number(row, "asked"),
                    number(row, "people"),
                    number(row, "lately"),
                    row.get("last", Instant.class),
                    Optional.ofNullable(row.get("label", String.class)).orElse("")));
        }
        return topics;
    }

    /** What to do about it: articles for what was asked in vain, by label where one is known. */
    private List<Suggestion> suggestions(Instant from, Instant middle) {
        List<Suggestion> suggestions = new ArrayList<>();
        List<?> rows = entityManager
                .createNativeQuery("""
                        select q.label as label, count(*) as asked,
                            count(*) filter (where not q.answered or q.helped = false
                                or exists (select 1 from support_handover h where h.question_id = q.id)) as vain
                        from support_question q where q.asked_at >= :from group by q.label""", Tuple.class)
                .setParameter("from", from)
                .getResultList();
        for (Object each : rows) {
            Tuple row = (Tuple) each;
            String label = row.get("label", String.class);
            long vain = number(row, "vain");
            if (vain > 1) {
                suggestions.add(new Suggestion(
                        label == null ? Suggestion.Kind.LABEL : Suggestion.Kind.CONTENT,
                        label == null ? "" : label,
                        vain,
                        number(row, "asked")));
            }
        }
        topics(from, middle, "(not q.answered or q.helped = false)", 2).stream()
                .map(topic -> new Suggestion(Suggestion.Kind.ARTICLE, topic.question(), topic.asked(), topic.asked()))
                .forEach(suggestions::add);
        suggestions.addAll(unknownWords(from));
        suggestions.sort(Comparator.comparingLong(Suggestion::vain).reversed());
        return suggestions;
    }

    /** Words of questions asked in vain that nothing this person may read has. */
    private List<Suggestion> unknownWords(Instant from) {
        List<?> rows = entityManager
                .createNativeQuery("""
                        select word, count(*) as vain
                        from support_question q, unnest(string_to_array(q.words, ' ')) as word
                        where q.asked_at >= :from and (not q.answered or q.helped = false) and length(word) > 2
                        group by word having count(*) > 1 order by count(*) desc, word limit :rows""", Tuple.class)
                .setParameter("from", from)
                .setParameter("rows", WORDS)
                .getResultList();
        List<Suggestion> suggestions = new ArrayList<>();
        for (Object each : rows) {
            Tuple row = (Tuple) each;
            String word = row.get("word", String.class);
            if (!answers.know(user.tenantId(), word)) {
                long vain = number(row, "vain");
                suggestions.add(new Suggestion(Suggestion.Kind.SYNONYM, word, vain, vain));
            }
        }
        return suggestions;
    }

    private static long number(Tuple row, String name) {
        return row.get(name, Number.class).longValue();
    }

    /**
     * The report.
     *
     * @param days length of the period
     * @param withoutAnswer questions that no passage answered
     * @param withoutClick questions that had an answer which nobody opened, and which nobody said helped
     * @param askedAgain questions asked more than once
     * @param suggestions what to do, what helps most people first
     */
    public record Report(
            int days,
            Totals totals,
            List<Topic> withoutAnswer,
            List<Topic> withoutClick,
            List<Topic> askedAgain,
            List<Suggestion> suggestions) {}

    /** Questions of the period. */
    public record Totals(long asked, long answered, long helped, long unhelped, long handed) {
        public double answeredShare() {
            return asked == 0 ? 0 : (double) answered / asked;
        }
    }

    /**
     * Questions of much the same words.
     *
     * @param latest id of the latest
     * @param question the latest wording
     * @param asked how often
     * @param people by how many
     * @param lately how often in the second half of the period
     * @param last when last
     * @param label what classifiers mostly took it for; empty when they were not sure
     */
    public record Topic(
            UUID latest, String question, long asked, long people, long lately, Instant last, String label) {
        /** More, fewer or as many in the second half of the period as in the first. */
        public String trend() {
            int difference = Long.compare(2 * lately, asked);
            if (difference == 0) {
                return "steady";
            }
            return difference > 0 ? "rising" : "falling";
        }
    }

    /**
     * Something to do.
     *
     * @param kind what
     * @param subject a label, a question or a word; empty for questions that no classifier could place
     * @param vain questions it would serve that were asked in vain
     * @param asked questions about it in all
     */
    public record Suggestion(Kind kind, String subject, long vain, long asked) {
        /** What to do. */
        public enum Kind {
            /** Many questions of one label found nothing: its documents do not answer what people ask. */
            CONTENT,
            /** Questions that no label fits. */
            LABEL,
            /** One question that is asked in vain again and again. */
            ARTICLE,
            /** A word that is asked for and that no document has: perhaps they call the thing something else. */
            SYNONYM
        }
    }
}
