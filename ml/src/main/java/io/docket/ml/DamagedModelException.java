package io.docket.ml;

import java.io.IOException;
import java.nio.file.Path;

/** A folder is not a whole, unchanged model of a version that this code reads. The message names the file and the remedy. */
public final class DamagedModelException extends IOException {

    private static final long serialVersionUID = 1L;

    public DamagedModelException(Path folder, String reason) {
        super("model " + folder + " cannot be used: " + reason);
    }

    public DamagedModelException(Path folder, String reason, Throwable cause) {
        super("model " + folder + " cannot be used: " + reason, cause);
    }
}
