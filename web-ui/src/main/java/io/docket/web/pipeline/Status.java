package io.docket.web.pipeline;

import io.docket.ingest.Outcome;
import io.docket.web.problem.ProblemException;
import jakarta.persistence.TypedQuery;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Which documents a list shows: the parts of the sum in {@link Progress}, by their names there, or one reason of failure.
 * The words are those of {@link Document#standing()}, and names for several of them together.
 */
public final class Status {
    private final Set<String> standings;

    private Status(Set<String> standings) {
        this.standings = Set.copyOf(standings);
    }

    /**
     * Reads {@code all}, {@code searchable}, {@code without-text}, {@code duplicate}, {@code failed}, {@code pending}, an
     * outcome such as {@code timed-out}, or {@code not-finished}.
     *
     * @throws ProblemException for anything else
     */
    public static Status parse(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        return switch (wanted) {
            case "", "all" -> new Status(Set.of());
            case "extracted" -> new Status(Set.of("searchable", "without-text"));
            case "empty" -> new Status(Set.of("without-text"));
            case "failed" -> new Status(failures());
            case "searchable", "without-text", "duplicate", "pending" -> new Status(Set.of(wanted));
            default -> {
                if (!failures().contains(wanted)) {
                    throw ProblemException.badRequest("There is no status \"" + text
                            + "\": use all, searchable, without-text, duplicate, pending, failed, or one of "
                            + failures());
                }
                yield new Status(Set.of(wanted));
            }
        };
    }

    /** The words of {@link Document#standing()} that are shown; empty for all. */
    public Set<String> standings() {
        return standings;
    }

    /** Every reason for failure, in the order of the outcomes. */
    public static Set<String> failures() {
        Set<String> failures = new LinkedHashSet<>();
        Arrays.stream(Outcome.values())
                .filter(Outcome::isFailure)
                .map(ProgressCounts::reasonKey)
                .forEach(failures::add);
        failures.add(ProgressCounts.NOT_FINISHED);
        return failures;
    }

    String condition() {
        return standings.isEmpty() ? "" : " and d.standing in (:standings)";
    }

    void bind(TypedQuery<?> query) {
        if (!standings.isEmpty()) {
            query.setParameter("standings", standings);
        }
    }
}
