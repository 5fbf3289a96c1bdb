package io.docket.ml;

import io.docket.ml.champion.ClassifierFiles;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Opens the folders that {@link ClassifierTrainer} writes. Every file is compared with its SHA-256 before any is used; a folder
 * that is damaged, truncated, foreign or of another version is refused with a reason, so that the caller can go on serving the
 * previous one. Folders hold JSON and plain numbers: opening one runs no code from it. Stateless.
 */
public final class ModelFolder {

    private ModelFolder() {}

    /**
     * Opens the deployed classifier.
     *
     * @throws DamagedModelException when the folder is not a whole, unchanged classifier
     */
    public static TextClassifier open(Path folder) throws IOException {
        return ClassifierFiles.open(folder, ClassifierFiles.describe(folder).kind());
    }

    /**
     * Opens one of the saved candidates as if it had been chosen, for comparison. It takes the threshold of the champion.
     *
     * @throws IllegalArgumentException when the folder has no model of this kind (see {@link #report})
     * @throws DamagedModelException when the folder is not a whole, unchanged classifier
     */
    public static TextClassifier open(Path folder, ModelKind kind) throws IOException {
        return ClassifierFiles.open(folder, kind);
    }

    /** What the folder holds, without loading weights or comparing hashes. */
    public static ModelDescription describe(Path folder) throws IOException {
        return ClassifierFiles.describe(folder);
    }

    /** The report of the run that wrote the folder, without loading weights or comparing hashes. */
    public static TrainingReport report(Path folder) throws IOException {
        return ClassifierFiles.report(folder);
    }
}
