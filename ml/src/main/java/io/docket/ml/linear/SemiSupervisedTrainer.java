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
import io.docket.ml.classify.LanguageVectors;
import io.docket.ml.classify.ShippedBase;
import io.docket.ml.evaluate.Split;
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
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Trains a linear model that learns from unlabelled texts too, in two ways: its features hold directions of the whole
 * collection and, by the base model, of general text ({@link FeatureSpace}), and it labels the texts it is surest of by itself and learns from
 * them (self-training, Scudder 1965), and the name of a label counts as one text that has it. Made for few labels; seconds to a minute. Stateless.
 */
public final class SemiSupervisedTrainer implements CandidateTrainer {

    /** With more rows the other models learn as much, and the dense vectors would fill the memory. */
    private static final int MOST_ROWS = 10_000;

    /** Texts that the directions are learned from. */
    private static final int MOST_TEXTS = 20_000;

    /** Texts that it labels itself. */
    private static final int MOST_POOL = 4_000;

    /** Between looks whether somebody cancelled. */
    private static final int READ_AT_ONCE = 512;

    /** To learn the share of the base, where the run itself has no folds. */
    private static final int FOLDS = 4;

    private static final int MAX_WEIGHTS = 1 << 24;
    private static final int MAX_FEATURES = 50_000;

    /**
     * Runs of characters are features where labels are many (ADR 0092, choice 7): errors with all labels of trec6 13.4 → 12.6 %.
     */
    private static final int MAX_CHARACTER_FEATURES = 150_000;

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
        int features = MAX_WEIGHTS / task.labels().size() / 2;
        boolean characters =
                task.rows().size() > SelfTraining.MOST_ROWS && LinearTrainer.affordsCharacterGrams(task.rows());
        FeatureLimits limits = new FeatureLimits(
                Math.min(MAX_FEATURES, features), characters ? Math.min(MAX_CHARACTER_FEATURES, features) : 0);
        task.cancellation().throwIfCancelled();
        Optional<Path> base = base(task.base());
        Optional<TopicVectors> topics = base.isPresent() ? TopicVectors.read(base.get()) : Optional.empty();
        Optional<LanguageVectors> language =
                base.isPresent() ? Optional.of(LanguageVectors.ofBase(base.get())) : Optional.empty();
        try {
            FeatureSpace space = FeatureSpace.learn(limits, texts, topics, language, task.seed());
            return new Fitting(task, space, pool.subList(0, Math.min(MOST_POOL, pool.size())));
        } catch (RuntimeException e) {
            language.ifPresent(LanguageVectors::close);
            throw e;
        }
    }

    private static Optional<Path> base(BaseModel base) throws IOException {
        Optional<Path> folder =
                switch (base) {
                    case BaseModel.None none -> Optional.empty();
                    case BaseModel.Folder named -> Optional.of(named.path());
                    case BaseModel.Shipped shipped -> ShippedBase.folder();
                };
        if (folder.isPresent()) {
            ModelDirectory.verify(folder.get(), LanguageModelFolder.KIND);
        }
        return folder;
    }

    private static final class Fitting implements Prepared {

        private final CandidateTask task;
        private final FeatureSpace space;
        private final Map<String, SparseVector> labelled = new HashMap<>();
        private final Map<String, SparseVector> names = new TreeMap<>();
        private final List<SparseVector> pool;
        private final List<SparseVector> poolWithoutBase;
        private final BaseShare baseShare;
        private int fitsDone;
        private boolean handedOver;

        Fitting(CandidateTask task, FeatureSpace space, List<String> pool) {
            this.task = task;
            this.space = space;
            boolean labelsTexts =
                    task.labelMode() == LabelMode.SINGLE && task.rows().size() <= SelfTraining.MOST_ROWS;
            this.pool = labelsTexts ? vectors(pool) : List.of();
            this.poolWithoutBase =
                    space.hasBase() ? this.pool.stream().map(space::withoutBase).toList() : List.of();
            this.baseShare = new BaseShare(task.labels(), task.labelMode());
            List<String> texts =
                    task.rows().stream().map(LabelledText::text).distinct().toList();
            List<SparseVector> read = vectors(texts);
            for (int i = 0; i < read.size(); i++) {
                labelled.put(texts.get(i), read.get(i));
            }
            for (String label : task.labels()) {
                String words = LabelNames.words(label);
                if (!words.isEmpty()) {
                    names.put(label, space.vectors(List.of(words)).getFirst());
                }
            }
        }

        private List<SparseVector> vectors(List<String> texts) {
            List<SparseVector> vectors = new ArrayList<>();
            for (int from = 0; from < texts.size(); from += READ_AT_ONCE) {
                task.cancellation().throwIfCancelled();
                vectors.addAll(space.vectors(texts.subList(from, Math.min(texts.size(), from + READ_AT_ONCE))));
            }
            return vectors;
        }

        @Override
        public CandidateModel fit(List<LabelledText> rows, boolean last) {
            if (last
                    && space.hasBase()
                    && fitsDone == 0
                    && rows.size() >= FOLDS
                    && rows.size() <= SelfTraining.MOST_ROWS) {
                // the rows to judge on were supplied, so no fit has left any of these out
                Split.folds(rows, FOLDS, task.seed()).forEach(split -> fit(split.training(), false));
            }
            int fits = last ? fitsDone + 1 : Math.max(task.fits(), fitsDone + 2);
            List<SparseVector> vectors = new ArrayList<>();
            List<Set<String>> truths = new ArrayList<>();
            for (LabelledText row : rows) {
                vectors.add(labelled.get(row.text()));
                truths.add(Set.copyOf(row.labels()));
            }
            names.forEach((label, name) -> {
                vectors.add(name);
                truths.add(Set.of(label));
            });
            double share = space.hasBase() ? baseShare.best() : 1;
            List<SelfTraining.View> views = new ArrayList<>();
            views.add(new SelfTraining.View(space.size(), share, vectors, pool));
            if (space.hasBase()) {
                views.add(new SelfTraining.View(
                        space.sizeWithoutBase(),
                        1 - share,
                        vectors.stream().map(space::withoutBase).toList(),
                        poolWithoutBase));
            }
            List<LinearWeights> weights = new SelfTraining(task, views, truths, rows.size())
                    .train(done -> task.listener()
                            .progressed(TrainingProgress.of(TrainingStage.TRAIN_LINEAR, (fitsDone + done) / fits)));
            fitsDone++;
            handedOver |= last;
            return new SemiSupervisedModel(space, mixed(rows, weights, share), last);
        }

        private LinearWeights mixed(List<LabelledText> rows, List<LinearWeights> weights, double share) {
            LinearWeights withBase = weights.getFirst();
            if (!space.hasBase()) {
                return withBase;
            }
            LinearWeights withoutBase = space.widened(weights.getLast());
            learnShare(rows, withBase, withoutBase);
            return LinearWeights.mixed(share, withBase, withoutBase);
        }

        private void learnShare(List<LabelledText> seen, LinearWeights withBase, LinearWeights withoutBase) {
            Set<LabelledText> known = new HashSet<>(seen);
            for (LabelledText row : task.rows()) {
                if (!known.contains(row)) {
                    SparseVector vector = labelled.get(row.text());
                    baseShare.add(row, withBase.scores(vector), withoutBase.scores(vector));
                }
            }
        }

        @Override
        public boolean refitsCheaply() {
            return true;
        }

        @Override
        public void close() {
            if (!handedOver) {
                space.close();
            }
        }
    }
}
