package io.docket.ml.champion;

import io.docket.ml.CandidateReport;
import io.docket.ml.LabelMode;
import io.docket.ml.ModelKind;
import io.docket.ml.evaluate.CoveragePoint;
import io.docket.ml.evaluate.Evaluation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says in plain words what the figures say. No adjective that a figure does not carry. */
final class Judgement {

    private final List<CandidateReport> candidates;
    private final ModelKind winner;
    private final LabelMode mode;
    private final double targetPrecision;

    Judgement(List<CandidateReport> candidates, ModelKind winner, LabelMode mode, double targetPrecision) {
        this.candidates = candidates;
        this.winner = winner;
        this.mode = mode;
        this.targetPrecision = targetPrecision;
    }

    /** What the deployed classifier can be relied on for. */
    String sentence() {
        Evaluation evaluation = of(winner).orElseThrow().evaluation();
        String accuracy = String.format(
                Locale.ROOT,
                "On %,d rows that it had not seen, %s is right for %s of them (95 %% interval %s to %s)",
                evaluation.rows(),
                mode == LabelMode.SINGLE ? "the label" : "the exact set of labels",
                percent(evaluation.accuracy()),
                percent(evaluation.accuracyInterval().lower()),
                percent(evaluation.accuracyInterval().upper()));
        return accuracy + "; " + abstaining(evaluation) + ".";
    }

    /** Why this candidate and no other. */
    String reason() {
        double error = error(winner);
        if (candidates.size() == 1) {
            return "The " + winner.displayName() + " is deployed; no other candidate was trained.";
        }
        String others = String.join(
                ", ",
                candidates.stream()
                        .filter(candidate -> candidate.kind() != winner)
                        .map(candidate -> candidate.kind().displayName() + " " + figure(error(candidate.kind())))
                        .toList());
        return "The " + winner.displayName() + " is deployed: " + figure(error) + " errors on the same rows (" + others
                + ")"
                + (hasFewestErrors()
                        ? "."
                        : "; the difference in errors is within chance and its probabilities are better.");
    }

    /** A note for the case that no threshold reaches the precision asked for. */
    Optional<String> unreachedPrecision() {
        Evaluation evaluation = of(winner).orElseThrow().evaluation();
        double reached = evaluation.operatingPoint().precision();
        return reached >= targetPrecision
                ? Optional.empty()
                : Optional.of("No threshold reaches a precision of " + percent(targetPrecision)
                        + " on these rows; the one with the best precision (" + percent(reached)
                        + ") is set. More examples would help most.");
    }

    private String abstaining(Evaluation evaluation) {
        CoveragePoint point = evaluation.operatingPoint();
        if (mode == LabelMode.MULTI) {
            return "labels of probability " + percent(evaluation.abstainThreshold()) + " and more are right "
                    + percent(point.precision()) + " of the time";
        }
        return evaluation.abstainThreshold() == 0
                ? "it labels every document"
                : "it labels the " + percent(point.coverage()) + " of which it is sure enough, "
                        + percent(point.precision()) + " of them rightly, and leaves the others to a person";
    }

    private boolean hasFewestErrors() {
        return candidates.stream().allMatch(candidate -> error(winner) <= error(candidate.kind()));
    }

    private Optional<CandidateReport> of(ModelKind kind) {
        return candidates.stream().filter(report -> report.kind() == kind).findFirst();
    }

    private double error(ModelKind kind) {
        return of(kind).orElseThrow().evaluation().errorPercent();
    }

    private static String figure(double percent) {
        return String.format(Locale.ROOT, "%.1f %%", percent);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
