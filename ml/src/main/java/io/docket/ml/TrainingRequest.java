package io.docket.ml;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Everything a training run needs. The constructor of two arguments gives the defaults; {@code with…} methods change one thing.
 *
 * @param rows labelled rows; kept in memory for the run
 * @param heldOut rows to judge on, disjoint from {@code rows}; empty: the trainer sets some aside or cross-validates
 * @param unlabelled more texts of the same sort for the language model; read several times, never held in memory
 * @param output folder to write; must not exist or be a model folder, which is then replaced
 * @param labelMode one label per text or any number
 * @param candidates kinds to train; {@link ModelKind#LINEAR} alone trains in seconds. {@link ModelKind#BLEND} is not trained:
 *     it is considered whenever both others are
 * @param base what the language model starts from
 * @param neural choices for the language model
 * @param seed of every random choice
 * @param timeBudget for the whole run; the language model plans its epochs to fit. Empty: as long as its defaults take
 * @param holdOutFraction share of the rows set aside, in (0, 0.5]; applies from {@link #CROSS_VALIDATION_BELOW} rows on
 * @param targetPrecision precision that the abstain threshold aims at, in (0, 1]
 * @param checkpoint folder in which the run keeps what it has done, so that the same request, made again after a cancellation or
 *     a crash, goes on there; deleted when the run ends. A folder that belongs to other rows or choices is begun anew. Empty: an
 *     interrupted run is lost
 */
public record TrainingRequest(
        List<LabelledText> rows,
        List<LabelledText> heldOut,
        TextSource unlabelled,
        Path output,
        LabelMode labelMode,
        Set<ModelKind> candidates,
        BaseModel base,
        NeuralOptions neural,
        long seed,
        Optional<Duration> timeBudget,
        double holdOutFraction,
        double targetPrecision,
        Optional<Path> checkpoint) {

    /** Fewer rows than this are cross-validated: a tenth of them would be too few to judge on and too many to lose. */
    public static final int CROSS_VALIDATION_BELOW = 1_000;

    public TrainingRequest {
        rows = List.copyOf(rows);
        heldOut = List.copyOf(heldOut);
        Objects.requireNonNull(unlabelled, "unlabelled");
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(labelMode, "labelMode");
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(neural, "neural");
        Objects.requireNonNull(timeBudget, "timeBudget");
        Objects.requireNonNull(checkpoint, "checkpoint");
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("no candidates: name at least " + ModelKind.LINEAR);
        }
        candidates = Set.copyOf(candidates);
        if (!(holdOutFraction > 0 && holdOutFraction <= 0.5)) {
            throw new IllegalArgumentException("hold-out fraction " + holdOutFraction + " is not in (0, 0.5]");
        }
        if (!(targetPrecision > 0 && targetPrecision <= 1)) {
            throw new IllegalArgumentException("target precision " + targetPrecision + " is not in (0, 1]");
        }
        if (timeBudget.filter(budget -> budget.isNegative() || budget.isZero()).isPresent()) {
            throw new IllegalArgumentException("time budget " + timeBudget.get() + " is not positive");
        }
    }

    /** Single-label, all candidates, shipped base model, seed 1, a tenth held out, abstaining below 90 % precision. */
    public TrainingRequest(List<LabelledText> rows, Path output) {
        this(
                rows,
                List.of(),
                TextSource.empty(),
                output,
                LabelMode.SINGLE,
                EnumSet.of(ModelKind.LINEAR, ModelKind.SEMI_SUPERVISED, ModelKind.ULMFIT),
                new BaseModel.Shipped(),
                NeuralOptions.defaults(),
                1,
                Optional.empty(),
                0.1,
                0.9,
                Optional.empty());
    }

    public TrainingRequest withHeldOut(List<LabelledText> heldOut) {
        return new TrainingRequest(
                rows,
                heldOut,
                unlabelled,
                output,
                labelMode,
                candidates,
                base,
                neural,
                seed,
                timeBudget,
                holdOutFraction,
                targetPrecision,
                checkpoint);
    }

    public TrainingRequest withUnlabelled(TextSource unlabelled) {
        return new TrainingRequest(
                rows,
                heldOut,
                unlabelled,
                output,
                labelMode,
                candidates,
                base,
                neural,
                seed,
                timeBudget,
                holdOutFraction,
                targetPrecision,
                checkpoint);
    }

    public TrainingRequest withLabelMode(LabelMode labelMode) {
        return new TrainingRequest(
                rows,
                heldOut,
                unlabelled,
                output,
                labelMode,
                candidates,
                base,
                neural,
                seed,
                timeBudget,
                holdOutFraction,
                targetPrecision,
                checkpoint);
    }

    public TrainingRequest withCandidates(Set<ModelKind> candidates) {
        return new TrainingRequest(
                rows,
                heldOut,
                unlabelled,
                output,
                labelMode,
                candidates,
                base,
                neural,
                seed,
                timeBudget,
                holdOutFraction,
                targetPrecision,
                checkpoint);
    }

    public TrainingRequest withBase(BaseModel base) {
        return new TrainingRequest(
                rows,
                heldOut,
                unlabelled,
                output,
                labelMode,
                candidates,
                base,
                neural,
                seed,
                timeBudget,
                holdOutFraction,
                targetPrecision,
                checkpoint);
    }

    public TrainingRequest withNeural(NeuralOptions neural) {
        return new TrainingRequest(
                rows,
                heldOut,
                unlabelled,
                output,
                labelMode,
                candidates,
                base,
                neural,
                seed,
                timeBudget,
                holdOutFraction,
                targetPrecision,
                checkpoint);
    }

    public TrainingRequest withSeed(long seed) {
        return new TrainingRequest(
                rows,
                heldOut,
                unlabelled,
                output,
                labelMode,
                candidates,
                base,
                neural,
                seed,
                timeBudget,
                holdOutFraction,
                targetPrecision,
                checkpoint);
    }

    public TrainingRequest withTimeBudget(Duration timeBudget) {
        return new TrainingRequest(
                rows,
                heldOut,
                unlabelled,
                output,
                labelMode,
                candidates,
                base,
                neural,
                seed,
                Optional.of(timeBudget),
                holdOutFraction,
                targetPrecision,
                checkpoint);
    }

    public TrainingRequest withHoldOutFraction(double holdOutFraction) {
        return new TrainingRequest(
                rows,
                heldOut,
                unlabelled,
                output,
                labelMode,
                candidates,
                base,
                neural,
                seed,
                timeBudget,
                holdOutFraction,
                targetPrecision,
                checkpoint);
    }

    public TrainingRequest withTargetPrecision(double targetPrecision) {
        return new TrainingRequest(
                rows,
                heldOut,
                unlabelled,
                output,
                labelMode,
                candidates,
                base,
                neural,
                seed,
                timeBudget,
                holdOutFraction,
                targetPrecision,
                checkpoint);
    }

    /** @param folder need not exist; see {@link #checkpoint} */
    public TrainingRequest withCheckpoint(Path folder) {
        return new TrainingRequest(
                rows,
                heldOut,
                unlabelled,
                output,
                labelMode,
                candidates,
                base,
                neural,
                seed,
                timeBudget,
                holdOutFraction,
                targetPrecision,
                Optional.of(folder));
    }
}
