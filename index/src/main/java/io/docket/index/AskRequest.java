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
 * @param limit most documents in the answer
 * @param timeout after which the best found so far is returned
 */
public record AskRequest(
        String question,
        Access access,
        Optional<DocumentVector> vector,
        Map<String, Map<String, Double>> prior,
        int limit,
        Duration timeout) {

    public AskRequest {
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(vector, "vector");
        prior = Map.copyOf(prior);
        if (limit < 1 || limit > 100) {
            throw new IllegalArgumentException("1 to 100 answers can be asked for, not " + limit);
        }
    }

    /** A question decided by words alone, ten answers. */
    public static AskRequest of(Access access, String question) {
        return new AskRequest(question, access, Optional.empty(), Map.of(), 10, SearchRequest.DEFAULT_TIMEOUT);
    }

    /** The same question with its vector. */
    public AskRequest withVector(DocumentVector value) {
        return new AskRequest(question, access, Optional.of(value), prior, limit, timeout);
    }

    /** The same question with label probabilities by classifier. */
    public AskRequest withPrior(Map<String, Map<String, Double>> value) {
        return new AskRequest(question, access, vector, value, limit, timeout);
    }

    /** The same question with another bound on answers. */
    public AskRequest withLimit(int value) {
        return new AskRequest(question, access, vector, prior, value, timeout);
    }
}
