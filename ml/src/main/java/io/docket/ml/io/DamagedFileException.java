package io.docket.ml.io;

import java.io.IOException;
import java.nio.file.Path;

/** A file is not what its name says: truncated, altered, of another kind, or made to do harm. Names the file and the remedy. */
public final class DamagedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    public DamagedFileException(Path file, String reason) {
        super(file + ": " + reason);
    }

    public DamagedFileException(Path file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
    }
}
