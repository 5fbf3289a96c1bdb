package io.docket.ml.champion;

import io.docket.ml.ModelKind;
import io.docket.ml.classify.UlmfitTrainer;
import io.docket.ml.linear.LinearModel;
import io.docket.ml.linear.LinearTrainer;
import io.docket.ml.linear.SemiSupervisedModel;
import io.docket.ml.linear.SemiSupervisedTrainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The list of the kinds that can be trained and read: one place, in plain code, checked by the compiler. */
final class Kinds {

    private Kinds() {}

    static List<CandidateTrainer> trainers() {
        return List.of(new LinearTrainer(), new SemiSupervisedTrainer(), new UlmfitTrainer());
    }

    /** Reads the saved weights of one kind. */
    static CandidateModel load(ModelKind kind, Path folder) throws IOException {
        return switch (kind) {
            case LINEAR -> LinearModel.load(folder);
            case SEMI_SUPERVISED -> SemiSupervisedModel.load(folder);
            case ULMFIT -> UlmfitTrainer.load(folder);
            case BLEND -> throw new IllegalArgumentException("a blend has no weights of its own");
        };
    }
}
