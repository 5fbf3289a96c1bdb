package io.docket.web.support;

import io.docket.index.AskResponse;
import java.util.Optional;
import java.util.UUID;

/**
 * What was found for a question.
 *
 * @param response the passages
 * @param category what the surest serving classifier takes the question for; empty when none is sure enough
 */
record Answer(AskResponse response, Optional<Category> category) {
    /** A label of a classifier. */
    record Category(UUID classifier, String label, double probability) {}
}
