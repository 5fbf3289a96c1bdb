package io.docket.web.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The body of an error answer.
 *
 * @param type always {@code about:blank}: the status says the kind
 * @param title the kind of problem in a few words
 * @param status the HTTP status
 * @param detail what is wrong with which item, and what to do
 * @param instance the path of the request
 * @param identifier what to quote to an administrator; only for faults of ours
 * @param errors one line for each field that was refused; only for refused input
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String identifier,
        List<FieldError> errors) {
    /** Media type of problems. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** One refused field. */
    public record FieldError(String field, String message) {}

    static Problem of(int status, String title, String detail, String instance) {
        return new Problem("about:blank", title, status, detail, instance, "", List.of());
    }
}
