package io.docket.ml.champion;

import io.docket.ml.Cancellation;
import io.docket.ml.LabelledText;
import io.docket.ml.ModelKind;
import io.docket.ml.TrainingListener;
import io.docket.ml.TrainingReport.Estimate;
import io.docket.ml.TrainingRequest;
import io.docket.ml.evaluate.Split;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Trains one candidate after the other by the same plan and lets each score the rows that it has not seen. */
final class CandidateRun {

    private static final int SCORED_AT_ONCE = 512;

    private final TrainingRequest request;
    private final JudgingPlan plan;
    private final List<String> labels;
    private final TrainingListener listener;
    private final Cancellation cancellation;
    private final long started = System.nanoTime();

    CandidateRun(
            TrainingRequest request,
            JudgingPlan plan,
            List<String> labels,
            TrainingListener listener,
            Cancellation cancellation) {
        this.request = request;
        this.plan = plan;
        this.labels = labels;
        this.listener = listener;
        this.cancellation = cancellation;
    }

    ScoredCandidate run(CandidateTrainer trainer) throws IOException {
        long began = System.nanoTime();
        try (CandidateTrainer.Prepared prepared = trainer.prepare(task(trainer.kind()))) {
            boolean refits = plan.estimate() == Estimate.CROSS_VALIDATION
                    || plan.estimate() == Estimate.HELD_OUT && prepared.refitsCheaply();
            Scores scores = new Scores();
            for (int i = 0; i < plan.splits().size(); i++) {
                Split split = plan.splits().get(i);
                boolean deployed = !refits && i == plan.splits().size() - 1;
                CandidateModel model = prepared.fit(split.training(), deployed);
                try {
                    scores.add(model, split.heldOut());
                    if (deployed) {
                        return scored(
                                trainer.kind(), model, scores, split.training().size(), began, prepared);
                    }
                } catch (RuntimeException e) {
                    model.close();
                    throw e;
                }
                model.close();
            }
            CandidateModel model = prepared.fit(request.rows(), true);
            return scored(trainer.kind(), model, scores, request.rows().size(), began, prepared);
        }
    }

    private ScoredCandidate scored(
            ModelKind kind,
            CandidateModel model,
            Scores scores,
            int fittedRows,
            long began,
            CandidateTrainer.Prepared prepared) {
        double seconds = (System.nanoTime() - began - scores.nanos) / 1e9;
        return new ScoredCandidate(
                kind,
                model,
                scores.logits.toArray(float[][]::new),
                fittedRows,
                seconds,
                scores.logits.size() / Math.max(1e-9, scores.nanos / 1e9),
                prepared.curves(),
                prepared.baseVersion());
    }

    private CandidateTask task(ModelKind kind) {
        int fits = plan.estimate() == Estimate.CROSS_VALIDATION ? plan.folds() + 1 : 1;
        Optional<Duration> left = request.timeBudget().map(budget -> {
            Duration rest = budget.minusNanos(System.nanoTime() - started);
            return rest.isPositive() ? rest : Duration.ofSeconds(1);
        });
        return new CandidateTask(
                request.rows(),
                labels,
                request.labelMode(),
                request.unlabelled(),
                request.base(),
                request.neural(),
                request.seed(),
                fits,
                left,
                request.checkpoint().map(folder -> folder.resolve(kind.name().toLowerCase(Locale.ROOT))),
                listener,
                cancellation);
    }

    /** Logits in the order of the judged rows, and the time that they took. */
    private final class Scores {
        private final List<float[]> logits = new ArrayList<>();
        private long nanos;

        void add(CandidateModel model, List<LabelledText> rows) {
            long began = System.nanoTime();
            for (int from = 0; from < rows.size(); from += SCORED_AT_ONCE) {
                cancellation.throwIfCancelled();
                List<LabelledText> part = rows.subList(from, Math.min(rows.size(), from + SCORED_AT_ONCE));
                logits.addAll(List.of(
                        model.logits(part.stream().map(LabelledText::text).toList())));
            }
            nanos += System.nanoTime() - began;
        }
    }
}
