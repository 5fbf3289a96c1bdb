package io.docket.web.audit;

import io.docket.web.problem.ProblemException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * What a reader of the audit record wants to see; every part may be empty.
 *
 * @param actor the name of the person, as the record has it
 * @param action an action such as {@code label.give}, or all of a kind: {@code label}
 * @param subject an item such as {@code document/42}
 * @param from first day, UTC, {@code 2026-03-01}
 * @param to last day, UTC
 */
public record AuditFilter(String actor, String action, String subject, String from, String to) {
    /** Everything. */
    public static final AuditFilter ALL = new AuditFilter("", "", "", "", "");

    public AuditFilter {
        actor = actor.strip();
        action = action.strip();
        subject = subject.strip();
        from = day(from);
        to = day(to);
    }

    private static String day(String text) {
        try {
            return text.isBlank() ? "" : LocalDate.parse(text.strip()).toString();
        } catch (DateTimeParseException e) {
            throw ProblemException.badRequest("\"" + text + "\" is no day: write it as 2026-03-01");
        }
    }

    /** Whether anything is left out. */
    public boolean restricts() {
        return !equals(ALL);
    }

    /** Conditions to follow others; adds the value of each parameter. */
    String conditions(List<String> values) {
        StringBuilder sql = new StringBuilder();
        if (!actor.isEmpty()) {
            sql.append(" AND actor_name = ?");
            values.add(actor);
        }
        if (!action.isEmpty()) {
            sql.append(" AND (action = ? OR starts_with(action, ? || '.'))");
            values.add(action);
            values.add(action);
        }
        if (!subject.isEmpty()) {
            sql.append(" AND subject = ?");
            values.add(subject);
        }
        if (!from.isEmpty()) {
            sql.append(" AND recorded_at >= (?::date)::timestamp AT TIME ZONE 'UTC'");
            values.add(from);
        }
        if (!to.isEmpty()) {
            sql.append(" AND recorded_at < (?::date + 1)::timestamp AT TIME ZONE 'UTC'");
            values.add(to);
        }
        return sql.toString();
    }
}
