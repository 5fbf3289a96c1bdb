package io.docket.web.pipeline;

import io.docket.ingest.Outcome;
import io.docket.web.problem.ProblemException;
import jakarta.persistence.TypedQuery;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Which documents a list shows: the parts of the sum in {@link Progress}, by their names there, or one reason of failure.
 */
public final class Status {
    private final String condition;
    private final Consumer<TypedQuery<?>> binding;

    private Status(String condition, Consumer<TypedQuery<?>> binding) {
        this.condition = condition;
        this.binding = binding;
    }

    /**
     * Reads {@code all}, {@code searchable}, {@code without-text}, {@code duplicate}, {@code failed}, {@code pending}, an
     * outcome such as {@code timed-out}, or {@code not-finished}.
     *
     * @throws ProblemException for anything else
     */
    public static Status parse(String text) {
        return switch (text) {
            case "", "all" -> new Status("", query -> {});
            case "searchable" ->
                new Status(" and d.state = :state and d.outcome not in (:outcomes)", query -> query.setParameter(
                                "state", DocumentState.Settled.INDEXED)
                        .setParameter(
                                "outcomes",
                                Stream.concat(failures().stream(), Stream.of(Outcome.EMPTY))
                                        .toList()));
            case "without-text" -> indexedAs(Outcome.EMPTY);
            case "duplicate" -> in(DocumentState.Settled.DUPLICATE);
            case "failed" ->
                new Status(
                        " and (d.state = :failed or (d.state = :state and d.outcome in (:outcomes)))",
                        query -> query.setParameter("failed", DocumentState.Settled.FAILED)
                                .setParameter("state", DocumentState.Settled.INDEXED)
                                .setParameter("outcomes", failures()));
            case "pending" ->
                new Status(
                        " and d.state in (:states)",
                        query -> query.setParameter("states", List.of(DocumentState.Pending.values())));
            case ProgressCounts.NOT_FINISHED -> in(DocumentState.Settled.FAILED);
            default -> indexedAs(outcome(text));
        };
    }

    String condition() {
        return condition;
    }

    void bind(TypedQuery<?> query) {
        binding.accept(query);
    }

    private static Status in(DocumentState state) {
        return new Status(" and d.state = :state", query -> query.setParameter("state", state));
    }

    private static Status indexedAs(Outcome outcome) {
        return new Status(" and d.state = :state and d.outcome = :outcome", query -> query.setParameter(
                        "state", DocumentState.Settled.INDEXED)
                .setParameter("outcome", outcome));
    }

    private static List<Outcome> failures() {
        return Arrays.stream(Outcome.values()).filter(Outcome::isFailure).toList();
    }

    private static Outcome outcome(String text) {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> ProgressCounts.reasonKey(outcome).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> ProblemException.badRequest("There is no status \"" + text
                        + "\": use all, searchable, without-text, duplicate, failed, pending, not-finished or one of "
                        + Arrays.stream(Outcome.values())
                                .map(ProgressCounts::reasonKey)
                                .toList()));
    }
}
