package io.docket.ml.champion;

import io.docket.ml.BaseModel;
import io.docket.ml.ModelKind;
import io.docket.ml.TrainingRequest;
import io.docket.ml.evaluate.RowHash;
import io.docket.ml.io.ModelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;

/** The folder in which a run keeps what it has done, and whether that was done for the same request. Stateless. */
public final class RunCheckpoint {
    /** Raised whenever a version trains other steps, or the same in another order: a run cannot go on in the middle of another's. */
    private static final int RECIPE = 2;

    private static final String REQUEST = "request.txt";

    private RunCheckpoint() {}

    /** Whether the folder of the request holds the beginning of a run with the same rows and choices. */
    public static boolean belongsTo(TrainingRequest request) throws IOException {
        Optional<Path> file = request.checkpoint().map(folder -> folder.resolve(REQUEST));
        return file.isPresent()
                && Files.isRegularFile(file.get())
                && Files.readString(file.get()).equals(key(request));
    }

    /** Leaves a folder of the same request as it is, and empties any other. */
    static void prepare(TrainingRequest request) throws IOException {
        if (request.checkpoint().isPresent() && !belongsTo(request)) {
            Path folder = request.checkpoint().get();
            if (Files.exists(folder) && !Files.isRegularFile(folder.resolve(REQUEST))) {
                refuseWhatIsNotOurs(folder);
            }
            ModelDirectory.delete(folder);
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(REQUEST), key(request));
        }
    }

    private static void refuseWhatIsNotOurs(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new IOException(folder + " holds something other than a checkpoint; remove it or name another");
            }
        }
    }

    /** Deletes the folder, if it is one of a run. */
    public static void delete(TrainingRequest request) throws IOException {
        if (request.checkpoint().isPresent()
                && Files.isRegularFile(request.checkpoint().get().resolve(REQUEST))) {
            ModelDirectory.delete(request.checkpoint().get());
        }
    }

    /** Deletes the folder of a run that has ended before it had anything to keep. */
    static void tidy(TrainingRequest request) throws IOException {
        Optional<Path> folder = request.checkpoint();
        if (folder.isPresent() && Files.isDirectory(folder.get())) {
            boolean empty;
            try (var files = Files.list(folder.get())) {
                empty = files.allMatch(file -> file.endsWith(REQUEST));
            }
            if (empty) {
                delete(request);
            }
        }
    }

    /** Whatever changes the result, but for a time budget, whose plan is part of the checkpoints. */
    private static String key(TrainingRequest request) throws IOException {
        return String.join(
                "\n",
                "recipe " + RECIPE,
                "rows " + RowHash.fingerprint(request.rows()),
                "held out " + RowHash.fingerprint(request.heldOut()),
                "labels " + request.labelMode(),
                "candidates " + new TreeSet<ModelKind>(request.candidates()),
                "base " + base(request.base()),
                "neural " + request.neural(),
                "seed " + request.seed(),
                "held-out fraction " + request.holdOutFraction(),
                "");
    }

    private static String base(BaseModel base) throws IOException {
        return switch (base) {
            case BaseModel.None none -> "none";
            case BaseModel.Shipped shipped -> "shipped";
            case BaseModel.Folder folder -> {
                Path manifest = folder.path().resolve(ModelDirectory.MANIFEST);
                yield Files.isRegularFile(manifest) ? ModelDirectory.sha256(manifest) : "absent";
            }
        };
    }
}
