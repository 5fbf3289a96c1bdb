package io.docket.ml.champion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.docket.ml.DamagedModelException;
import io.docket.ml.ModelDescription;
import io.docket.ml.ModelKind;
import io.docket.ml.TextClassifier;
import io.docket.ml.TrainingReport;
import io.docket.ml.io.DamagedFileException;
import io.docket.ml.io.ModelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A classifier folder: {@code model.json} (description and calibration), {@code report.json}, and a folder of weights for each
 * trained kind. All trained kinds are kept, so that they can be compared again on new rows; only the champion's are loaded.
 */
public final class ClassifierFiles {

    private static final String DIRECTORY_KIND = "classifier";
    private static final String MODEL = "model.json";
    private static final String REPORT = "report.json";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private record Model(ModelDescription description, Calibration calibration) {}

    private ClassifierFiles() {}

    static void write(Path folder, TrainingReport report, Calibration calibration, List<ScoredCandidate> candidates)
            throws IOException {
        ModelDirectory.write(folder, DIRECTORY_KIND, aside -> {
            for (ScoredCandidate candidate : candidates) {
                Path weights = Files.createDirectory(weights(aside, candidate.kind()));
                candidate.model().save(weights);
            }
            Files.write(aside.resolve(MODEL), JSON.writeValueAsBytes(new Model(report.model(), calibration)));
            Files.write(aside.resolve(REPORT), JSON.writeValueAsBytes(report));
        });
    }

    /** Opens the classifier of a folder as a kind; see {@link io.docket.ml.ModelFolder}. */
    public static TextClassifier open(Path folder, ModelKind kind) throws IOException {
        ModelDirectory.verify(folder, DIRECTORY_KIND);
        Model model = read(folder, MODEL, Model.class);
        ModelDescription described = model.description();
        double weight =
                switch (kind) {
                    case LINEAR, SEMI_SUPERVISED -> 0;
                    case ULMFIT -> 1;
                    case BLEND -> described.blendWeight();
                };
        ModelDescription description = new ModelDescription(
                described.version(),
                kind,
                described.labelMode(),
                described.labels(),
                described.created(),
                described.trainingRows(),
                described.abstainThreshold(),
                // found for the probabilities of the champion
                kind == described.kind() ? described.labelThresholds() : Map.of(),
                described.targetPrecision(),
                weight);
        Map<ModelKind, CandidateModel> models = new EnumMap<>(ModelKind.class);
        try {
            for (ModelKind needed : needed(kind, model.calibration())) {
                models.put(needed, load(folder, needed));
            }
        } catch (IOException | RuntimeException e) {
            models.values().forEach(CandidateModel::close);
            throw e;
        }
        return new DeployedClassifier(description, model.calibration(), models);
    }

    /**
     * The language model of a folder, compared with its hashes.
     *
     * @throws IllegalArgumentException when only the linear model was trained
     */
    public static SavedLanguageModel languageModel(Path folder) throws IOException {
        ModelDirectory.verify(folder, DIRECTORY_KIND);
        Model model = read(folder, MODEL, Model.class);
        Path weights = existing(folder, ModelKind.ULMFIT);
        return new SavedLanguageModel(model.description(), model.calibration().temperature(ModelKind.ULMFIT), weights);
    }

    /** The description of a folder. */
    public static ModelDescription describe(Path folder) throws IOException {
        return read(folder, MODEL, Model.class).description();
    }

    /** The report of a folder. */
    public static TrainingReport report(Path folder) throws IOException {
        return read(folder, REPORT, TrainingReport.class);
    }

    private static CandidateModel load(Path folder, ModelKind kind) throws IOException {
        Path weights = existing(folder, kind);
        try {
            return Kinds.load(kind, weights);
        } catch (DamagedFileException | NoSuchFileException e) {
            throw new DamagedModelException(folder, e.getMessage(), e);
        }
    }

    private static Path existing(Path folder, ModelKind kind) {
        Path weights = weights(folder, kind);
        if (!Files.isDirectory(weights)) {
            throw new IllegalArgumentException("model " + folder + " has no " + kind.displayName());
        }
        return weights;
    }

    private static List<ModelKind> needed(ModelKind kind, Calibration calibration) {
        return switch (kind) {
            case LINEAR, SEMI_SUPERVISED, ULMFIT -> List.of(kind);
            case BLEND -> calibration.shares().keySet().stream().sorted().toList();
        };
    }

    private static Path weights(Path folder, ModelKind kind) {
        return folder.resolve(kind.name().toLowerCase(Locale.ROOT));
    }

    private static <T> T read(Path folder, String name, Class<T> type) throws IOException {
        try {
            T value = JSON.readValue(Files.readAllBytes(folder.resolve(name)), type);
            if (value == null) {
                throw new DamagedModelException(folder, name + " is empty; copy the whole folder again");
            }
            return value;
        } catch (NoSuchFileException e) {
            throw new DamagedModelException(
                    folder, name + " is missing: this is no classifier folder; name one that training wrote", e);
        } catch (JsonProcessingException e) {
            throw new DamagedModelException(
                    folder, name + " cannot be read (" + e.getOriginalMessage() + "); copy the whole folder again", e);
        }
    }
}
