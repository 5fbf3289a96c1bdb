package io.docket.index;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * A question in plain words.
 *
 * @param question what the person asked
 * @param access which collections may answer
 * @param prior for each classifier the probability of each label for the question: passages of documents that carry the
 *     label are preferred accordingly; empty for no preference
 * @param ranking how passages are put in order
 * @param limit most documents in the answer
 * @param timeout after which the best found so far is returned
 */
public record AskRequest(
        String question,
        Access access,
        Map<String, Map<String, Double>> prior,
        Ranking ranking,
        int limit,
        Duration timeout) {

    /** How passages are put in order. */
    public enum Ranking {
        /** BM25 alone: what the others are measured against. */
        BM25,
        /** BM25, how far a passage covers the question, likeness of meaning where the node has an encoder, and the prior. */
        FUSED
    }

    public AskRequest {
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(ranking, "ranking");
        prior = Map.copyOf(prior);
        if (limit < 1 || limit > 100) {
            throw new IllegalArgumentException("1 to 100 answers can be asked for, not " + limit);
        }
    }

    /** A question without prior, ten answers. */
    public static AskRequest of(Access access, String question) {
        return new AskRequest(question, access, Map.of(), Ranking.FUSED, 10, SearchRequest.DEFAULT_TIMEOUT);
    }

    /** The same question with label probabilities by classifier. */
    public AskRequest withPrior(Map<String, Map<String, Double>> value) {
        return new AskRequest(question, access, value, ranking, limit, timeout);
    }

    /** The same question with its passages put in another order. */
    public AskRequest withRanking(Ranking value) {
        return new AskRequest(question, access, prior, value, limit, timeout);
    }

    /** The same question with another bound on answers. */
    public AskRequest withLimit(int value) {
        return new AskRequest(question, access, prior, ranking, value, timeout);
    }
}
