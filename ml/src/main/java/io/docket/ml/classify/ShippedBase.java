package io.docket.ml.classify;

import io.docket.ml.io.ModelDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the base model that comes with Docket: the folder named by the system property {@value #PROPERTY} ("none": there is none), else
 * {@code ml/models/base-en} in the working directory or the nearest folder above it. Stateless.
 */
public final class ShippedBase {
    /** Names the folder. */
    static final String PROPERTY = "docket.ml.base-model";

    private static final String NONE = "none";
    private static final Path PLACE = Path.of("ml", "models", "base-en");

    private ShippedBase() {}

    /** The folder; empty where there is none. */
    public static Optional<Path> folder() {
        String named = System.getProperty(PROPERTY);
        if (NONE.equals(named)) {
            return Optional.empty();
        }
        if (named != null) {
            return Optional.of(Path.of(named)); // if it is wrong, opening it says so
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path place = folder.resolve(PLACE);
            if (Files.isRegularFile(place.resolve(ModelDirectory.MANIFEST))) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }
}
