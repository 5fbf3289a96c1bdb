package io.docket.web.support;

import io.docket.index.AnswerPassage;
import io.docket.index.SearchHit;
import io.docket.index.TextRange;
import io.docket.web.page.Formats;
import io.docket.web.search.Highlights;
import io.quarkus.qute.RawString;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What the page of a question shows. Public for templates.
 *
 * @param asked the recorded question; empty for a first look while typing
 * @param question as typed
 * @param answer the passage that answers
 * @param others further passages, best first
 * @param category what a classifier takes the question for
 * @param related documents like the best one
 * @param handover the hand-over, once made
 * @param own whether the present person asked
 */
public record QuestionView(
        Optional<SupportQuestion> asked,
        String question,
        Optional<Shown> answer,
        List<Shown> others,
        Optional<String> category,
        List<Shown> related,
        Optional<Handover> handover,
        boolean own) {

    static QuestionView instant(String question, Answer answer, Map<String, String> collections) {
        return view(Optional.empty(), question, answer, List.of(), collections, Optional.empty(), true);
    }

    static QuestionView of(
            SupportQuestion asked,
            Answer answer,
            List<SearchHit> related,
            Map<String, String> collections,
            Optional<Handover> handover,
            boolean own) {
        return view(Optional.of(asked), asked.question(), answer, related, collections, handover, own);
    }

    private static QuestionView view(
            Optional<SupportQuestion> asked,
            String question,
            Answer answer,
            List<SearchHit> related,
            Map<String, String> collections,
            Optional<Handover> handover,
            boolean own) {
        Optional<UUID> id = asked.map(SupportQuestion::id);
        Optional<AnswerPassage> best = answer.response().answer();
        return new QuestionView(
                asked,
                question,
                best.map(passage -> Shown.of(passage, id, collections)),
                answer.response().passages().stream()
                        .filter(passage -> best.map(first -> !first.document()
                                        .id()
                                        .equals(passage.document().id()))
                                .orElse(true))
                        .map(passage -> Shown.of(passage, id, collections))
                        .toList(),
                answer.category().map(Answer.Category::label),
                related.stream().map(hit -> Shown.of(hit, id, collections)).toList(),
                handover,
                own);
    }

    /** Whether anything at all was found. */
    public boolean foundNothing() {
        return answer.isEmpty() && others.isEmpty();
    }

    /** Whether the person said yes. */
    public boolean saidYes() {
        return asked.flatMap(SupportQuestion::helped).orElse(false);
    }

    /** Whether the person said no. */
    public boolean saidNo() {
        return asked.flatMap(SupportQuestion::helped).map(helped -> !helped).orElse(false);
    }

    /**
     * A document found.
     *
     * @param text the passage with the question's words marked; empty for a related document
     * @param href where its source opens, at the passage
     * @param labels its labels
     */
    public record Shown(
            String document,
            String title,
            RawString text,
            String href,
            String collection,
            String mediaType,
            Optional<Instant> date,
            List<LabelOf> labels) {

        /** A label with its classifier's key. */
        public record LabelOf(String classifier, String label) {}

        static Shown of(AnswerPassage passage, Optional<UUID> question, Map<String, String> collections) {
            int start = passage.range().start();
            List<TextRange> matches = passage.matches().stream()
                    .map(match -> new TextRange(match.start() - start, match.end() - start))
                    .toList();
            return of(
                    passage.document(),
                    Highlights.of(passage.text(), matches),
                    address(passage.document().id(), question) + "start=" + start + "&end="
                            + passage.range().end(),
                    collections);
        }

        static Shown of(SearchHit hit, Optional<UUID> question, Map<String, String> collections) {
            return of(hit, new RawString(""), address(hit.id(), question), collections);
        }

        private static Shown of(SearchHit hit, RawString text, String href, Map<String, String> collections) {
            return new Shown(
                    hit.id(),
                    AnswerView.titleOf(hit),
                    text,
                    href,
                    collections.getOrDefault(hit.collection(), ""),
                    hit.mediaType(),
                    hit.date(),
                    AnswerView.labelsOf(hit).entrySet().stream()
                            .flatMap(entry -> labels(entry.getKey(), entry.getValue()))
                            .toList());
        }

        private static Stream<LabelOf> labels(String classifier, SortedSet<String> names) {
            return names.stream().map(name -> new LabelOf(classifier, name));
        }

        private static String address(String document, Optional<UUID> question) {
            return "/support/sources/" + document + "?"
                    + question.map(id -> "question=" + Formats.encode(id.toString()) + "&")
                            .orElse("");
        }
    }
}
