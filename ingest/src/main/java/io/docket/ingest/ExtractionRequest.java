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
 * @param screening looks at the bytes of every item of the family before a parser does
 * @param sha256 lower-case hexadecimal hash of the bytes where the caller knows it, so that they need not be read for it; else
 *     empty
 */
public record ExtractionRequest(
        Path file,
        String name,
        List<String> passwords,
        Path outputDirectory,
        Optional<ExtractionLimits> limits,
        Optional<Screening> screening,
        String sha256) {

    /** Decides about an item before it is opened, as a malware scanner does. Called by several threads at the same time. */
    @FunctionalInterface
    public interface Screening {
        /**
         * Looks at bytes.
         *
         * @param file the item's bytes; read only
         * @return why the item must not be opened, which becomes the reason of its {@link Outcome#QUARANTINED}; empty when it
         *     may be
         */
        Optional<String> objection(Path file);
    }

    public ExtractionRequest {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(name, "name");
        passwords = List.copyOf(passwords);
        Objects.requireNonNull(outputDirectory, "outputDirectory");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(screening, "screening");
        Objects.requireNonNull(sha256, "sha256");
    }

    /** A request without passwords under the extractor's own limits. */
    public static ExtractionRequest of(Path file, String name, Path outputDirectory) {
        return new ExtractionRequest(file, name, List.of(), outputDirectory, Optional.empty(), Optional.empty(), "");
    }

    /** This request with passwords to try. */
    public ExtractionRequest withPasswords(List<String> newPasswords) {
        return new ExtractionRequest(file, name, newPasswords, outputDirectory, limits, screening, sha256);
    }

    /** This request under its own limits. */
    public ExtractionRequest withLimits(ExtractionLimits newLimits) {
        return new ExtractionRequest(file, name, passwords, outputDirectory, Optional.of(newLimits), screening, sha256);
    }

    /** This request with somebody who looks at every item before it is opened. */
    public ExtractionRequest withScreening(Screening newScreening) {
        return new ExtractionRequest(file, name, passwords, outputDirectory, limits, Optional.of(newScreening), sha256);
    }

    /** This request with the hash of the bytes, which the caller vouches for. */
    public ExtractionRequest withSha256(String known) {
        return new ExtractionRequest(file, name, passwords, outputDirectory, limits, screening, known);
    }
}
