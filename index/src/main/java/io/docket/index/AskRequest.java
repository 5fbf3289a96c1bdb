package io.docket.index;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A question in plain words.
 *
 * @param question what the person asked
 * @param access which collections may answer
 * @param vector the question's vector, from the encoder of the passages; without it words alone decide
 * @param prior for each classifier the probability of each label for the question: passages of documents that carry the
 *     label are preferred accordingly; empty for no preference
 * @param ranking how passages are put in order
 * @param limit most documents in the answer
 * @param timeout after which the best found so far is returned
 */
public record AskRequest(
        String question,
        Access access,
        Optional<DocumentVector> vector,
        Map<String, Map<String, Double>> prior,
        Ranking ranking,
        int limit,
        Duration timeout) {

    /** How passages are put in order. */
    public enum Ranking {
        /** BM25 alone: what the others are measured against. */
        BM25,
        /** BM25 and how far a passage covers the question, with vectors and prior where the request has them. */
        FUSED
    }

    public AskRequest {
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(vector, "vector");
        Objects.requireNonNull(ranking, "ranking");
        prior = Map.copyOf(prior);
        if (limit < 1 || limit > 100) {
            throw new IllegalArgumentException("1 to 100 answers can be asked for, not " + limit);
        }
    }

    /** A question without vector and prior, ten answers. */
    public static AskRequest of(Access access, String question) {
        return new AskRequest(
                question, access, Optional.empty(), Map.of(), Ranking.FUSED, 10, SearchRequest.DEFAULT_TIMEOUT);
    }

    /** The same question with its vector. */
    public AskRequest withVector(DocumentVector value) {
        return new AskRequest(question, access, Optional.of(value), prior, ranking, limit, timeout);
    }

    /** The same question with label probabilities by classifier. */
    public AskRequest withPrior(Map<String, Map<String, Double>> value) {
        return new AskRequest(question, access, vector, value, ranking, limit, timeout);
    }

    /** The same question with its passages put in another order. */
    public AskRequest withRanking(Ranking value) {
        return new AskRequest(question, access, vector, prior, value, limit, timeout);
    }

    /** The same question with another bound on answers. */
    public AskRequest withLimit(int value) {
        return new AskRequest(question, access, vector, prior, ranking, value, timeout);
    }
}
