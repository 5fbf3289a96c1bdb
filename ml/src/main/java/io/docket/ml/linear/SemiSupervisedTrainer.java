package io.docket.ml.linear;

import io.docket.ml.BaseModel;
import io.docket.ml.LabelMode;
import io.docket.ml.LabelledText;
import io.docket.ml.ModelKind;
import io.docket.ml.TrainingProgress;
import io.docket.ml.TrainingStage;
import io.docket.ml.champion.CandidateModel;
import io.docket.ml.champion.CandidateTask;
import io.docket.ml.champion.CandidateTrainer;
import io.docket.ml.champion.CandidateUnavailableException;
import io.docket.ml.classify.ShippedBase;
import io.docket.ml.io.LanguageModelFolder;
import io.docket.ml.io.ModelDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Trains a linear model that learns from unlabelled texts too, in two ways: its features hold directions of the whole
 * collection and of general text ({@link FeatureSpace}), and it labels the texts it is surest of by itself and learns from
 * them (self-training, Scudder 1965). Made for few labels; seconds to a minute. Stateless.
 */
public final class SemiSupervisedTrainer implements CandidateTrainer {

    /** With more rows the other models learn as much, and the dense vectors would fill the memory. */
    private static final int MOST_ROWS = 10_000;

    /** Texts that the directions are learned from. */
    private static final int MOST_TEXTS = 20_000;

    /** Texts that it labels itself. */
    private static final int MOST_POOL = 4_000;

    private static final int MAX_WEIGHTS = 1 << 24;
    private static final int MAX_FEATURES = 50_000;

    @Override
    public ModelKind kind() {
        return ModelKind.SEMI_SUPERVISED;
    }

    @Override
    public Prepared prepare(CandidateTask task) throws IOException {
        if (task.rows().size() > MOST_ROWS) {
            throw new CandidateUnavailableException(
                    "it is made for few labels, and " + task.rows().size() + " rows are more than its " + MOST_ROWS);
        }
        Set<String> labelled =
                task.rows().stream().map(LabelledText::text).collect(Collectors.toCollection(HashSet::new));
        List<String> texts = new ArrayList<>(labelled.stream().sorted().toList());
        List<String> pool = new ArrayList<>();
        try (Stream<String> unlabelled = task.unlabelled().open()) {
            unlabelled
                    .filter(text -> !text.isBlank() && labelled.add(text))
                    .limit(Math.max(0, MOST_TEXTS - texts.size()))
                    .forEach(pool::add);
        }
        texts.addAll(pool);
        int features = Math.min(MAX_FEATURES, MAX_WEIGHTS / task.labels().size() / 2);
        FeatureSettings settings = new FeatureSettings(2, 1, 0, 1f, features);
        task.cancellation().throwIfCancelled();
        FeatureSpace space = FeatureSpace.learn(settings, texts, topics(task.base()), task.seed());
        return new Fitting(task, space, pool.subList(0, Math.min(MOST_POOL, pool.size())));
    }

    private static Optional<TopicVectors> topics(BaseModel base) throws IOException {
        Optional<Path> folder =
                switch (base) {
                    case BaseModel.None none -> Optional.empty();
                    case BaseModel.Folder named -> Optional.of(named.path());
                    case BaseModel.Shipped shipped -> ShippedBase.folder();
                };
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        ModelDirectory.verify(folder.get(), LanguageModelFolder.KIND);
        return TopicVectors.read(folder.get());
    }

    private static final class Fitting implements Prepared {

        private final CandidateTask task;
        private final FeatureSpace space;
        private final Map<String, SparseVector> labelled = new HashMap<>();
        private final List<SparseVector> pool;
        private int fitsDone;

        Fitting(CandidateTask task, FeatureSpace space, List<String> pool) {
            this.task = task;
            this.space = space;
            this.pool = pool.parallelStream().map(space::vector).toList();
            task.rows().forEach(row -> labelled.computeIfAbsent(row.text(), space::vector));
        }

        @Override
        public CandidateModel fit(List<LabelledText> rows, boolean last) {
            int fits = last ? fitsDone + 1 : Math.max(task.fits(), fitsDone + 2);
            SelfTraining training = new SelfTraining(
                    task,
                    space.size(),
                    rows.stream().map(row -> labelled.get(row.text())).toList(),
                    rows.stream().map(row -> Set.copyOf(row.labels())).toList());
            LinearWeights weights =
                    training.train(task.labelMode() == LabelMode.SINGLE ? pool : List.of(), done -> task.listener()
                            .progressed(TrainingProgress.of(TrainingStage.TRAIN_LINEAR, (fitsDone + done) / fits)));
            fitsDone++;
            return new SemiSupervisedModel(space, weights);
        }

        @Override
        public boolean refitsCheaply() {
            return true;
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
