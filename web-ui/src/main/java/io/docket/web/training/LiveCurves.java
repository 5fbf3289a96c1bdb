package io.docket.web.training;

import io.docket.ml.LossPoint;
import io.docket.ml.TrainingProgress;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The losses of the runs that are under way, for the page that watches them. Kept in memory only: after a restart a curve begins
 * where the run goes on, and the report of the finished run has the whole. Thread-safe.
 */
@ApplicationScoped
public class LiveCurves {
    /** More points than a chart has pixels show nothing more. */
    private static final int MOST_POINTS = 1_024;

    private final Map<UUID, List<LossPoint>> points = new ConcurrentHashMap<>();

    /** Adds what a run reports, where that has a loss. */
    void add(UUID job, TrainingProgress step) {
        if (step.epoch().isEmpty() || step.trainingLoss().isEmpty()) {
            return;
        }
        LossPoint point = new LossPoint(
                step.stage(), step.epoch().getAsDouble(), step.trainingLoss().getAsDouble(), step.validationLoss());
        points.merge(job, List.of(point), (before, added) -> with(before, point));
    }

    private static List<LossPoint> with(List<LossPoint> before, LossPoint point) {
        List<LossPoint> all = new ArrayList<>(before);
        // An epoch that counts down is the next fold's: its curve takes the place of the last one's.
        if (before.getLast().stage() == point.stage() && before.getLast().epoch() > point.epoch()) {
            all.removeIf(other -> other.stage() == point.stage());
        }
        if (all.size() >= MOST_POINTS) {
            for (int i = all.size() - 2; i > 0; i -= 2) {
                all.remove(i);
            }
        }
        all.add(point);
        return List.copyOf(all);
    }

    /** The last losses of a run, one chart per stage that has any; empty when the run is not under way here. */
    public List<Charts.Curve> of(UUID job) {
        return Charts.curves(points.getOrDefault(job, List.of()));
    }

    /** Forgets a run that ended. */
    void forget(UUID job) {
        points.remove(job);
    }
}
