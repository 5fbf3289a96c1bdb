package io.docket.ml.champion;

import io.docket.ml.ModelKind;
import io.docket.ml.linear.LinearModel;
import io.docket.ml.linear.LinearTrainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The list of the kinds that can be trained and read: one place, in plain code, checked by the compiler. */
final class Kinds {

    private Kinds() {}

    static List<CandidateTrainer> trainers() {
        return List.of(new LinearTrainer());
    }

    /** Reads the saved weights of one kind. */
    static CandidateModel load(ModelKind kind, Path folder) throws IOException {
        return switch (kind) {
            case LINEAR -> LinearModel.load(folder);
            case ULMFIT ->
                throw new IOException("this build of Docket has no language model; use a newer one for " + folder);
            case BLEND -> throw new IllegalArgumentException("a blend has no weights of its own");
        };
    }
}
