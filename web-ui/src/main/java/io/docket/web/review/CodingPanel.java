package io.docket.web.review;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a document's panel of coding shows. Public for templates.
 *
 * @param document the document
 * @param questions the tag sets
 * @param notes what reviewers wrote, the oldest first
 * @param history what happened, the latest first
 * @param groups what may be coded at once, with the number of documents; the document itself first
 * @param scope the group chosen last
 * @param undoable the reviewer's latest batch
 */
public record CodingPanel(
        UUID document,
        List<Question> questions,
        List<Note> notes,
        List<Event> history,
        List<Group> groups,
        CodingBatch.Scope scope,
        Optional<CodingBatch> undoable) {

    /** A tag set as a question. */
    public record Question(TagSet set, List<Answer> answers) {}

    /**
     * A tag as an answer.
     *
     * @param key what to press; empty for none
     */
    public record Answer(Tag tag, boolean given, String key) {}

    /** Documents that may be coded with this one. */
    public record Group(CodingBatch.Scope scope, int documents) {
        public boolean isOne() {
            return scope == CodingBatch.Scope.DOCUMENTS;
        }
    }

    /** One line of the history. */
    public record Event(Instant at, String by, String set, String before, String after, boolean undone) {}

    public boolean isScope(Group group) {
        return group.scope() == scope;
    }

    /** Whether there is anything to show. */
    public boolean isEmpty() {
        return questions.isEmpty();
    }
}
