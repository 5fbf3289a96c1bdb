/**
 * Errors as {@code application/problem+json} (RFC 9457).
 *
 * <p>Code throws what it means: a {@link io.docket.web.problem.ProblemException} with a status, a title and a detail that names
 * the item and the remedy, or one of the usual exceptions of Jakarta REST, Bean Validation and Quarkus security. The mappers
 * here give each its answer once, for all features. What nobody expected is logged with an identifier, and the answer carries
 * that identifier and nothing else.
 */
package io.docket.web.problem;
