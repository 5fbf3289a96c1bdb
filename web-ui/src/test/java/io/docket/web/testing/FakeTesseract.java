package io.docket.web.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A program in Tesseract's place, which knows pictures by their width. */
public final class FakeTesseract {
    /** Pictures of this width say {@link #WORDS}. */
    public static final int LEGIBLE = 321;

    /** Pictures of this width make the program fail. */
    public static final int BROKEN = 322;

    /** What is read in legible pictures. */
    public static final String WORDS = "A polonium notice that nobody typed.";

    private FakeTesseract() {}

    /** Writes the program into a folder. */
    static Path in(Path folder) {
        String script = """
            #!/bin/sh
            # width: bytes 16 to 19 of a PNG
            set -- $(od -An -tu1 -j16 -N4 "$1")
            case $(( $3 * 256 + $4 )) in
                %d) echo '%s' ;;
                %d) echo 'the picture is illegible' >&2; exit 1 ;;
            esac
            """.formatted(LEGIBLE, WORDS, BROKEN);
        try {
            Path program = Files.writeString(folder.resolve("tesseract"), script);
            return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
