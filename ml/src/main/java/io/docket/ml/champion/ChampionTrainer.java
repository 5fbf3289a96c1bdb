package io.docket.ml.champion;

import io.docket.ml.Cancellation;
import io.docket.ml.ClassifierTrainer;
import io.docket.ml.ModelDescription;
import io.docket.ml.ModelKind;
import io.docket.ml.TrainingCancelledException;
import io.docket.ml.TrainingListener;
import io.docket.ml.TrainingProgress;
import io.docket.ml.TrainingReport;
import io.docket.ml.TrainingRequest;
import io.docket.ml.TrainingStage;
import io.docket.ml.evaluate.Evaluation;
import io.docket.ml.evaluate.LabelThreshold;
import io.docket.ml.evaluate.RowHash;
import io.docket.ml.evaluate.Truth;
import io.docket.ml.io.ModelDirectory;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The run as a whole: check the rows, train and score each candidate on the same splits, choose, write. */
public final class ChampionTrainer implements ClassifierTrainer {

    private static final DateTimeFormatter VERSION =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final List<CandidateTrainer> trainers;
    private final Clock clock;

    /** All kinds of this build, the machine's clock. */
    public ChampionTrainer() {
        this(Kinds.trainers(), Clock.systemUTC());
    }

    ChampionTrainer(List<CandidateTrainer> trainers, Clock clock) {
        this.trainers = List.copyOf(trainers);
        this.clock = clock;
    }

    @Override
    public TrainingReport train(TrainingRequest request, TrainingListener listener, Cancellation cancellation)
            throws IOException {
        Instant started = clock.instant();
        ModelDirectory.requirePlace(request.output());
        listener.progressed(TrainingProgress.of(TrainingStage.CHECK_ROWS, 0));
        RowCheck check = new RowCheck(request.rows(), request.labelMode());
        JudgingPlan plan = JudgingPlan.of(request);
        List<String> notes = new ArrayList<>(check.notes());
        List<ScoredCandidate> candidates = new ArrayList<>();
        RunCheckpoint.prepare(request);
        try {
            CandidateRun run = new CandidateRun(request, plan, check.labels(), listener, cancellation);
            for (CandidateTrainer trainer : trainers) {
                if (request.candidates().contains(trainer.kind())) {
                    try {
                        candidates.add(run.run(trainer));
                    } catch (CandidateUnavailableException e) {
                        notes.add("The " + trainer.kind().displayName() + " was not trained: " + e.getMessage());
                    }
                }
            }
            if (candidates.isEmpty()) {
                throw new IOException("no candidate could be trained: " + String.join(" ", notes));
            }
            listener.progressed(TrainingProgress.of(TrainingStage.EVALUATE, 0));
            Truth truth = new Truth(plan.judged(), check.labels(), request.labelMode());
            boolean fewLabels = request.rows().size() < TrainingRequest.CROSS_VALIDATION_BELOW;
            ChampionChoice choice =
                    new ChampionChoice(truth, candidates, fewLabels, request.targetPrecision(), request.seed());
            Judgement judgement =
                    new Judgement(choice.reports(), choice.winner(), request.labelMode(), request.targetPrecision());
            judgement.unreachedPrecision().ifPresent(notes::add);
            TrainingReport report = report(request, plan, check, candidates, choice, judgement, notes, started);
            cancellation.throwIfCancelled();
            listener.progressed(TrainingProgress.of(TrainingStage.WRITE, 0));
            ClassifierFiles.write(request.output(), report, choice.calibration(), candidates);
            RunCheckpoint.delete(request);
            listener.progressed(TrainingProgress.of(TrainingStage.WRITE, 1));
            return report;
        } catch (TrainingCancelledException e) {
            throw e; // whoever cancelled may go on
        } catch (IOException | RuntimeException e) {
            RunCheckpoint.tidy(request);
            throw e;
        } finally {
            candidates.forEach(candidate -> candidate.model().close());
        }
    }

    private TrainingReport report(
            TrainingRequest request,
            JudgingPlan plan,
            RowCheck check,
            List<ScoredCandidate> candidates,
            ChampionChoice choice,
            Judgement judgement,
            List<String> notes,
            Instant started) {
        Instant ended = clock.instant();
        String fingerprint = RowHash.fingerprint(request.rows());
        Evaluation evaluation = choice.reports().stream()
                .filter(candidate -> candidate.kind() == choice.winner())
                .findFirst()
                .orElseThrow()
                .evaluation();
        ModelDescription model = new ModelDescription(
                VERSION.format(ended) + "-" + fingerprint.substring(0, 8),
                choice.winner(),
                request.labelMode(),
                check.labels(),
                ended,
                fittedRows(candidates, choice.winner()),
                evaluation.abstainThreshold(),
                evaluation.labelThresholds().stream()
                        .collect(Collectors.toMap(
                                LabelThreshold::label,
                                threshold -> threshold.point().threshold())),
                request.targetPrecision(),
                choice.languageModelShare());
        return new TrainingReport(
                model,
                plan.estimate(),
                request.rows().size(),
                plan.judged().size(),
                plan.folds(),
                request.seed(),
                check.counts(),
                choice.reports(),
                judgement.sentence(),
                judgement.reason(),
                notes,
                candidates.stream()
                        .flatMap(candidate -> candidate.curves().stream())
                        .toList(),
                Duration.between(started, ended).toMillis() / 1000.0,
                fingerprint,
                Optional.ofNullable(ChampionTrainer.class.getPackage().getImplementationVersion())
                        .orElse("development"),
                candidates.stream()
                        .map(ScoredCandidate::baseVersion)
                        .filter(version -> !version.isEmpty())
                        .findFirst());
    }

    /** Of the winner; of a blend, the rows that both have seen. */
    private static int fittedRows(List<ScoredCandidate> candidates, ModelKind winner) {
        return candidates.stream()
                .filter(candidate -> winner == ModelKind.BLEND || candidate.kind() == winner)
                .mapToInt(ScoredCandidate::fittedRows)
                .min()
                .orElseThrow();
    }
}
