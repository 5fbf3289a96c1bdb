package io.docket.web.account;

import java.util.UUID;

/**
 * A file that the sender announced or sent, and that did not become a document.
 *
 * @param id the id of the document that it would have become
 * @param status {@code refused}, or {@code missing} when it never came
 * @param reason why, and what to do
 */
public record AbsentFile(UUID id, String path, String status, String reason) {}
