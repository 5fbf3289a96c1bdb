package io.docket.index;

import java.util.List;
import java.util.Optional;

/**
 * What was found for a question.
 *
 * @param answer the passage to show as the answer; empty when none is good enough to be called one
 * @param passages the best passage of each document, best first, the answer included
 * @param partial the time limit cut the search short
 */
public record AskResponse(Optional<AnswerPassage> answer, List<AnswerPassage> passages, boolean partial) {
    public AskResponse {
        passages = List.copyOf(passages);
    }
}
