package io.docket.web.account;

import io.docket.web.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * The line at which a page of a report ended. Carries what every order compares, so that a line that changed meanwhile
 * does not move the reader.
 *
 * @param standing where the document stood
 * @param pathStart the beginning of its path, as the index holds it
 */
public record ReportPlace(UUID id, long size, String standing, String pathStart) {
    private static final int PARTS = 4;

    /** The place of a line. */
    static ReportPlace of(ReportLine line) {
        int end = line.path()
                .offsetByCodePoints(
                        0,
                        Math.min(300, line.path().codePointCount(0, line.path().length())));
        return new ReportPlace(
                line.document(), line.size(), line.status(), line.path().substring(0, end));
    }

    /**
     * Reads what {@link #toString()} wrote.
     *
     * @param text null or blank for the beginning
     * @throws ProblemException when it is not one of ours
     */
    static Optional<ReportPlace> parse(String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("\n", PARTS);
            return Optional.of(
                    new ReportPlace(UUID.fromString(parts[0]), Long.parseLong(parts[1]), parts[2], parts[3]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException foreign) {
            throw ProblemException.badRequest(
                    "The value of 'after' is not one that this report gave: begin again without it");
        }
    }

    /** For addresses. */
    @Override
    public String toString() {
        String text = id + "\n" + size + "\n" + standing + "\n" + pathStart;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
