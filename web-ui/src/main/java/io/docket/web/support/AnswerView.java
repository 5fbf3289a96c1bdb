package io.docket.web.support;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.docket.index.AnswerPassage;
import io.docket.index.SearchHit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What was found for a question, as the API tells it.
 *
 * @param id of the recorded question; null for a first look while typing
 * @param answer the passage that answers; null when none is good enough to be called an answer
 * @param passages the best passage of each document found, the answer included
 * @param category what a classifier takes the question for; null when none is sure
 * @param related documents like the best one
 * @param helped what was said to "did this help?"; null while nothing was said
 * @param handover id of the hand-over; null when the question was not handed over
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AnswerView(
        UUID id,
        String question,
        Passage answer,
        List<Passage> passages,
        String category,
        List<Related> related,
        Boolean helped,
        UUID handover) {

    /** The view of a first look. */
    static AnswerView instant(String question, Answer answer) {
        return new AnswerView(null, question, answer(answer), passages(answer), null, List.of(), null, null);
    }

    /** The view of a recorded question. */
    static AnswerView of(SupportQuestion asked, Answer answer, List<SearchHit> related, UUID handover) {
        return new AnswerView(
                asked.id(),
                asked.question(),
                answer(answer),
                passages(answer),
                answer.category().map(Answer.Category::label).orElse(null),
                related.stream().map(Related::of).toList(),
                asked.helped().orElse(null),
                handover);
    }

    private static Passage answer(Answer answer) {
        return answer.response().answer().map(Passage::of).orElse(null);
    }

    private static List<Passage> passages(Answer answer) {
        return answer.response().passages().stream().map(Passage::of).toList();
    }

    /**
     * A passage with its source.
     *
     * @param start where it stands in the document's text
     * @param end one past its last character
     * @param matches begin and end of each word of the question, within {@code text}
     * @param coverage share of the question that the passage covers, 0 to 1
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Passage(
            String document,
            String title,
            String collection,
            String mediaType,
            Instant date,
            Map<String, SortedSet<String>> labels,
            int start,
            int end,
            String text,
            List<int[]> matches,
            double coverage) {

        static Passage of(AnswerPassage passage) {
            SearchHit hit = passage.document();
            int start = passage.range().start();
            return new Passage(
                    hit.id(),
                    titleOf(hit),
                    hit.collection(),
                    hit.mediaType(),
                    hit.date().orElse(null),
                    labelsOf(hit),
                    start,
                    passage.range().end(),
                    passage.text(),
                    passage.matches().stream()
                            .map(match -> new int[] {match.start() - start, match.end() - start})
                            .toList(),
                    passage.coverage());
        }
    }

    /** A document like the best one. */
    public record Related(String document, String title) {
        static Related of(SearchHit hit) {
            return new Related(hit.id(), titleOf(hit));
        }
    }

    /** What a document is called. */
    static String titleOf(SearchHit hit) {
        return hit.title().isBlank() ? hit.name() : hit.title();
    }

    /** A document's label by classifier: a person's word before a model's; models that abstained say nothing. */
    static Map<String, SortedSet<String>> labelsOf(SearchHit hit) {
        Map<String, SortedSet<String>> labels = new TreeMap<>();
        hit.predictions().forEach((classifier, prediction) -> {
            if (!prediction.abstained()) {
                labels.put(classifier, new TreeSet<>(prediction.labels()));
            }
        });
        labels.putAll(hit.codings());
        return labels;
    }
}
