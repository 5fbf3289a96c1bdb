package io.docket.ml.champion;

import io.docket.ml.BaseModel;
import io.docket.ml.Cancellation;
import io.docket.ml.LabelMode;
import io.docket.ml.LabelledText;
import io.docket.ml.NeuralOptions;
import io.docket.ml.TextSource;
import io.docket.ml.TrainingListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a candidate is asked to learn.
 *
 * @param rows all labelled rows that some fit may use; their texts may tune the language model
 * @param labels the labels in the model's order; logits have this order
 * @param labelMode one label per text or any number
 * @param unlabelled more texts
 * @param base what the language model starts from
 * @param neural choices for the language model
 * @param seed of every random choice
 * @param fits how often {@link CandidateTrainer.Prepared#fit} will be called
 * @param timeBudget for preparation and all fits of this candidate together; empty: no limit
 * @param checkpoint folder for whatever lets an interrupted run go on; empty for none
 * @param listener told about progress
 * @param cancellation to be asked every second or so
 */
public record CandidateTask(
        List<LabelledText> rows,
        List<String> labels,
        LabelMode labelMode,
        TextSource unlabelled,
        BaseModel base,
        NeuralOptions neural,
        long seed,
        int fits,
        Optional<Duration> timeBudget,
        Optional<Path> checkpoint,
        TrainingListener listener,
        Cancellation cancellation) {

    public CandidateTask {
        rows = List.copyOf(rows);
        labels = List.copyOf(labels);
        Objects.requireNonNull(labelMode, "labelMode");
        Objects.requireNonNull(unlabelled, "unlabelled");
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(neural, "neural");
        Objects.requireNonNull(timeBudget, "timeBudget");
        Objects.requireNonNull(checkpoint, "checkpoint");
        Objects.requireNonNull(listener, "listener");
        Objects.requireNonNull(cancellation, "cancellation");
    }
}
