package io.docket.index;

/**
 * A document that could not be indexed while the rest of its batch was.
 *
 * @param documentId which
 * @param reason why, for people
 */
public record Rejection(String documentId, String reason) {}
