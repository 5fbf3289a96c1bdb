package io.docket.ml.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.docket.ml.BaseModel;
import io.docket.ml.Cancellation;
import io.docket.ml.CandidateReport;
import io.docket.ml.ClassifierTrainer;
import io.docket.ml.DamagedModelException;
import io.docket.ml.GeneratedRows;
import io.docket.ml.LabelledText;
import io.docket.ml.ModelFolder;
import io.docket.ml.ModelKind;
import io.docket.ml.TextClassifier;
import io.docket.ml.TextSource;
import io.docket.ml.TinyBase;
import io.docket.ml.TrainingListener;
import io.docket.ml.TrainingReport;
import io.docket.ml.TrainingRequest;
import io.docket.ml.classify.LanguageVectors;
import io.docket.ml.cli.TopicsCommand;
import io.docket.ml.io.TokenStreamWriter;
import io.docket.ml.io.TokenizerFile;
import io.docket.ml.model.CellType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The semi-supervised model and the parts that it is made of. */
class SemiSupervisedTest {

    @TempDir
    private Path folder;

    @Test
    void unlabelledTextsTeachWhatFewLabelsDoNotSay() throws IOException {
        List<LabelledText> pool = richRows(900, 1);
        List<LabelledText> unseen = richRows(300, 2);
        TrainingReport report = train(richRows(9, 3), pool, new BaseModel.None());
        assertThat(report.candidates())
                .extracting(CandidateReport::kind)
                .containsExactly(ModelKind.LINEAR, ModelKind.SEMI_SUPERVISED, ModelKind.BLEND);
        assertThat(errors(ModelKind.SEMI_SUPERVISED, unseen)).isLessThan(0.7 * errors(ModelKind.LINEAR, unseen));
    }

    @Test
    void vectorsOfTheBaseAreUsedAndSavedWithTheModel() throws IOException {
        List<LabelledText> pool = GeneratedRows.single(300, 0.1, 1);
        Path base = baseWithTopics(pool);
        TrainingReport report = train(GeneratedRows.single(30, 0.1, 3), pool, new BaseModel.Folder(base));
        assertThat(report.candidates()).extracting(CandidateReport::kind).contains(ModelKind.SEMI_SUPERVISED);
        Path saved = folder.resolve("model").resolve("semi_supervised");
        assertThat(saved.resolve("topics.safetensors")).exists();
        assertThat(saved.resolve("language.safetensors")).exists();
        try (TextClassifier classifier = ModelFolder.open(folder.resolve("model"), ModelKind.SEMI_SUPERVISED)) {
            String text = "dear tenant the rent of the premises is overdue";
            assertThat(classifier.classify(List.of(text)).getFirst().scores()).hasSize(3);
            assertThat(classifier.explain(text, "lease")).isNotEmpty();
        }
        Files.writeString(saved.resolve("dense.safetensors"), "x");
        assertThatThrownBy(() -> ModelFolder.open(folder.resolve("model"), ModelKind.SEMI_SUPERVISED))
                .isInstanceOf(DamagedModelException.class);
    }

    @Test
    void rowsToJudgeOnMayBeSupplied() throws IOException {
        List<LabelledText> pool = GeneratedRows.single(300, 0.1, 1);
        List<LabelledText> valid = GeneratedRows.single(60, 0.1, 9);
        TrainingRequest request = new TrainingRequest(GeneratedRows.single(30, 0.1, 3), folder.resolve("model"))
                .withCandidates(EnumSet.of(ModelKind.SEMI_SUPERVISED))
                .withUnlabelled(
                        TextSource.of(pool.stream().map(LabelledText::text).toList()))
                .withBase(new BaseModel.Folder(baseWithTopics(pool)))
                .withHeldOut(valid);
        TrainingReport report =
                ClassifierTrainer.standard().train(request, TrainingListener.silent(), new Cancellation());
        assertThat(report.evaluatedRows()).isEqualTo(60);
        assertThat(errors(ModelKind.SEMI_SUPERVISED, valid)).isLessThan(0.3);
    }

    @Test
    void withoutTheBaseAVectorIsWhatItWouldBeInASpaceThatHasNone() throws IOException {
        List<LabelledText> pool = GeneratedRows.single(200, 0.3, 5);
        List<String> texts = pool.stream().map(LabelledText::text).toList();
        Path base = baseWithTopics(pool);
        FeatureLimits limits = new FeatureLimits(1_000, 500);
        FeatureSpace plain = FeatureSpace.learn(limits, texts, Optional.empty(), Optional.empty(), 1);
        try (FeatureSpace whole = FeatureSpace.learn(
                limits, texts, TopicVectors.read(base), Optional.of(LanguageVectors.ofBase(base)), 1)) {
            assertThat(plain.hasBase()).isFalse();
            assertThat(whole.hasBase()).isTrue();
            assertThat(whole.sizeWithoutBase()).isEqualTo(plain.size());
            SplittableRandom random = new SplittableRandom(7);
            float[] weights = new float[plain.size() * 2];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) random.nextGaussian();
            }
            LinearWeights narrow = new LinearWeights(plain.size(), 2, weights, new float[] {1, -2});
            for (String text : texts.subList(0, 20)) {
                SparseVector expected = plain.vectors(List.of(text)).getFirst();
                SparseVector vector = whole.vectors(List.of(text)).getFirst();
                assertThat(whole.withoutBase(vector).indices()).containsExactly(expected.indices());
                assertThat(whole.withoutBase(vector).values()).containsExactly(expected.values(), within(1e-6f));
                assertThat(whole.widened(narrow).scores(vector))
                        .containsExactly(narrow.scores(expected), within(1e-4f));
            }
        }
    }

    /** A base model of the texts, with their topic vectors. */
    private Path baseWithTopics(List<LabelledText> pool) throws IOException {
        Path base = TinyBase.write(folder.resolve("base"), pool, CellType.QRNN);
        Path tokens = folder.resolve("text.ids");
        try (TokenStreamWriter writer =
                new TokenStreamWriter(tokens, TokenizerFile.read(base.resolve("tokenizer.json")))) {
            for (LabelledText row : pool) {
                writer.add(row.text());
            }
        }
        int code = new CommandLine(new TopicsCommand())
                .execute("--base", base.toString(), "--tokens", tokens.toString(), "--width", "16");
        assertThat(code).isZero();
        return base;
    }

    @Test
    void savedModelScoresAsTheTrainedOne() throws IOException {
        List<String> texts = GeneratedRows.single(200, 0.3, 5).stream()
                .map(LabelledText::text)
                .toList();
        FeatureSpace space =
                FeatureSpace.learn(new FeatureLimits(1_000, 500), texts, Optional.empty(), Optional.empty(), 1);
        SplittableRandom random = new SplittableRandom(7);
        float[] weights = new float[space.size() * 3];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        SemiSupervisedModel model = new SemiSupervisedModel(
                space, new LinearWeights(space.size(), 3, weights, new float[] {1, 2, 3}), true);
        model.save(folder);
        assertThat(SemiSupervisedModel.load(folder).logits(texts)).isDeepEqualTo(model.logits(texts));
    }

    @Test
    void theNameAtTheTopOfLongTextsTellsThemApart() throws IOException {
        List<LabelledText> rows = titledRows(60, 21);
        train(rows, titledRows(60, 22), new BaseModel.None());
        List<LabelledText> unseen = titledRows(120, 23);
        assertThat(errors(ModelKind.SEMI_SUPERVISED, unseen)).isLessThan(0.05);
        try (TextClassifier classifier = ModelFolder.open(folder.resolve("model"), ModelKind.SEMI_SUPERVISED)) {
            LabelledText row = unseen.getFirst();
            String label = row.labels().iterator().next();
            var strongest = classifier.explain(row.text(), label).getFirst();
            assertThat(row.text().substring(strongest.start(), strongest.end())).isEqualTo(label);
        }
    }

    @Test
    void manyLabelsTeachPartsOfWords() throws IOException {
        train(inflectedRows(1_100, 31), List.of(), new BaseModel.None());
        Path saved = folder.resolve("model").resolve("semi_supervised");
        assertThat(saved.resolve("characters")).isDirectory();
        List<LabelledText> unseen = inflectedRows(300, 32);
        assertThat(errors(ModelKind.SEMI_SUPERVISED, unseen)).isLessThan(0.05);
        try (TextClassifier classifier = ModelFolder.open(folder.resolve("model"), ModelKind.SEMI_SUPERVISED)) {
            LabelledText row = unseen.getFirst();
            String label = row.labels().iterator().next();
            var strongest = classifier.explain(row.text(), label).getFirst();
            assertThat(row.text().substring(strongest.start(), strongest.end())).contains(label);
        }
    }

    /** Each text has one word that holds its label between letters that no other word has. */
    private static List<LabelledText> inflectedRows(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> labels = List.of("lease", "grant", "supply");
        List<LabelledText> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String label = labels.get(i % labels.size());
            String prefix = Integer.toString(random.nextInt(36 * 36, 36 * 36 * 36), 36);
            String suffix = Integer.toString(random.nextInt(36 * 36, 36 * 36 * 36), 36);
            rows.add(new LabelledText(
                    "i" + seed + "-" + i, "this concerns the " + prefix + label + suffix + " of the year", label));
        }
        return rows;
    }

    /** Hundreds of words that say nothing, below a title in which one word is the label. */
    private static List<LabelledText> titledRows(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<LabelledText> rows = new ArrayList<>();
        List<String> labels = List.of("lease", "licence", "supply");
        for (int i = 0; i < count; i++) {
            String label = labels.get(i % 3);
            StringBuilder text = new StringBuilder("This " + label + " agreement\n\n");
            for (int word = 0; word < 400; word++) {
                text.append("clause").append(random.nextInt(500)).append(' ');
                if (random.nextInt(60) == 0) {
                    text.append(labels.get(random.nextInt(3))).append(' ');
                }
            }
            rows.add(new LabelledText("t" + seed + "-" + i, text.toString(), label));
        }
        return rows;
    }

    @Test
    void languageVectorsAreTheSameAfterASaveAndInAnyCompany() throws IOException {
        List<LabelledText> pool = GeneratedRows.single(300, 0.1, 1);
        Path base = TinyBase.write(folder.resolve("base"), pool, CellType.QRNN);
        List<String> texts = List.of("the rent of the premises", "x", "word ".repeat(2_000), "");
        float[][] together;
        try (LanguageVectors vectors = LanguageVectors.ofBase(base)) {
            together = vectors.of(texts);
            Files.createDirectory(folder.resolve("saved"));
            vectors.write(folder.resolve("saved"));
            assertThat(vectors.of(texts.subList(0, 1))[0]).containsExactly(together[0], within(1e-5f));
            assertThat(vectors.of(List.of("word ".repeat(3_000)))[0]).containsExactly(together[2], within(1e-5f));
        }
        assertThat(LanguageVectors.read(folder)).isEmpty();
        try (LanguageVectors read =
                LanguageVectors.read(folder.resolve("saved")).orElseThrow()) {
            assertThat(read.width()).isEqualTo(together[0].length);
            assertThat(read.of(texts)[1]).containsExactly(together[1], within(2e-3f));
        }
    }

    @Test
    void eigenvectorsRebuildTheMatrix() {
        SplittableRandom random = new SplittableRandom(11);
        int size = 40;
        double[][] matrix = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                matrix[i][j] = random.nextGaussian();
                matrix[j][i] = matrix[i][j];
            }
        }
        double[][] copy = new double[size][];
        for (int i = 0; i < size; i++) {
            copy[i] = matrix[i].clone();
        }
        SymmetricEigen eigen = SymmetricEigen.of(copy);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double sum = 0;
                for (int k = 0; k < size; k++) {
                    sum += eigen.values()[k] * eigen.vectors()[k][i] * eigen.vectors()[k][j];
                }
                assertThat(sum).isEqualTo(matrix[i][j], within(1e-9));
            }
        }
        assertThat(eigen.values()).isSortedAccordingTo((one, other) -> Double.compare(other, one));
    }

    @Test
    void latentTopicsBringWordsOfOneCompanyTogether() {
        // features 0-2 occur together, 3-5 too; no text has both
        List<SparseVector> texts = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 200; i++) {
            int first = 3 * (i % 2);
            int left = first + random.nextInt(3);
            int right = first + (left - first + 1) % 3;
            texts.add(new SparseVector(
                    new int[] {Math.min(left, right), Math.max(left, right)}, new float[] {0.7f, 0.7f}));
        }
        LatentTopics topics = LatentTopics.of(texts, 6, 2, 1);
        float[] zero = topics.of(new SparseVector(new int[] {0}, new float[] {1}));
        float[] two = topics.of(new SparseVector(new int[] {2}, new float[] {1}));
        float[] five = topics.of(new SparseVector(new int[] {5}, new float[] {1}));
        assertThat(cosine(zero, two)).isGreaterThan(0.95);
        assertThat(cosine(zero, five)).isLessThan(0.3);
    }

    @Test
    void aMachineSeparatesAndCheapRowsGiveWay() {
        List<SparseVector> rows = List.of(one(0, 1), one(0, 1), one(1, 1), one(1, 1), one(0, 1));
        boolean[] positive = {true, true, false, false, false};
        double[] even = {5, 5, 5, 5, 0.1};
        double[] weights = WeightedMachine.fit(rows, positive, even, 2, 1);
        assertThat(weights[0] + weights[2]).isPositive();
        assertThat(weights[1] + weights[2]).isNegative();
        double[] dear = WeightedMachine.fit(rows, positive, new double[] {0.1, 0.1, 5, 5, 5}, 2, 1);
        assertThat(dear[0] + dear[2]).isLessThan(weights[0] + weights[2]);
    }

    /** Rows whose labels have so many words that a few of them show only a small part. */
    private static List<LabelledText> richRows(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<LabelledText> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            int label = row % 3;
            StringBuilder text = new StringBuilder("please see the page");
            for (int word = 0; word < 6; word++) {
                // spelled at random, so that parts of words say nothing
                int number = new SplittableRandom(100L * label + random.nextInt(100)).nextInt(1 << 30);
                text.append(' ').append(Integer.toString(number, Character.MAX_RADIX));
            }
            rows.add(new LabelledText(
                    "row-" + row,
                    text.toString(),
                    List.of("billing", "lease", "support").get(label)));
        }
        return rows;
    }

    private static SparseVector one(int feature, float value) {
        return new SparseVector(new int[] {feature}, new float[] {value});
    }

    private static double cosine(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    private TrainingReport train(List<LabelledText> rows, List<LabelledText> unlabelled, BaseModel base)
            throws IOException {
        Set<ModelKind> kinds = EnumSet.of(ModelKind.LINEAR, ModelKind.SEMI_SUPERVISED);
        return ClassifierTrainer.standard()
                .train(
                        new TrainingRequest(rows, folder.resolve("model"))
                                .withCandidates(kinds)
                                .withUnlabelled(TextSource.of(unlabelled.stream()
                                        .map(LabelledText::text)
                                        .toList()))
                                .withBase(base),
                        TrainingListener.silent(),
                        new Cancellation());
    }

    private double errors(ModelKind kind, List<LabelledText> rows) throws IOException {
        try (TextClassifier classifier = ModelFolder.open(folder.resolve("model"), kind)) {
            var predictions =
                    classifier.classify(rows.stream().map(LabelledText::text).toList());
            int wrong = 0;
            for (int i = 0; i < rows.size(); i++) {
                String best = predictions.get(i).scores().getFirst().label();
                wrong += rows.get(i).labels().contains(best) ? 0 : 1;
            }
            return (double) wrong / rows.size();
        }
    }
}
