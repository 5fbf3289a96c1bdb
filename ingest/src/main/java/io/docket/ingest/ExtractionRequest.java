package io.docket.ingest;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One file to extract.
 *
 * @param file the bytes; read only
 * @param name the name a user knows it by; its ending helps to tell the type when the bytes do not
 * @param passwords tried in order on whatever is encrypted in the family
 * @param outputDirectory where texts and the bytes of embedded items are written; created when missing. It should be
 *     empty: files of an earlier, interrupted extraction of the same request are overwritten
 * @param limits instead of the extractor's own; a heap other than the extractor's costs a process start
 */
public record ExtractionRequest(
        Path file, String name, List<String> passwords, Path outputDirectory, Optional<ExtractionLimits> limits) {

    public ExtractionRequest {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(name, "name");
        passwords = List.copyOf(passwords);
        Objects.requireNonNull(outputDirectory, "outputDirectory");
        Objects.requireNonNull(limits, "limits");
    }

    /** A request without passwords under the extractor's own limits. */
    public static ExtractionRequest of(Path file, String name, Path outputDirectory) {
        return new ExtractionRequest(file, name, List.of(), outputDirectory, Optional.empty());
    }

    /** This request with passwords to try. */
    public ExtractionRequest withPasswords(List<String> newPasswords) {
        return new ExtractionRequest(file, name, newPasswords, outputDirectory, limits);
    }

    /** This request under its own limits. */
    public ExtractionRequest withLimits(ExtractionLimits newLimits) {
        return new ExtractionRequest(file, name, passwords, outputDirectory, Optional.of(newLimits));
    }
}
