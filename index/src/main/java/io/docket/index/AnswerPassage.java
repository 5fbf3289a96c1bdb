package io.docket.index;

import java.util.List;

/**
 * A passage that may answer a question.
 *
 * @param document its document, without passages of its own
 * @param range where the passage stands in the document's text
 * @param text the passage
 * @param matches words of the question in it, as offsets into the document's text
 * @param score fused score; comparable within one response only
 * @param coverage share of the question that the passage and its document's title cover, words weighted by how rare they are
 *     and words nearly alike counting in part, 0 to 1
 */
public record AnswerPassage(
        SearchHit document, TextRange range, String text, List<TextRange> matches, double score, double coverage) {
    public AnswerPassage {
        matches = List.copyOf(matches);
    }
}
