package io.docket.web.pipeline;

import io.docket.web.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A document as lists of the API show it.
 *
 * @param outcome in lower case; empty before extraction
 * @param duplicateOf the first copy; null when this is the first
 * @param parent the container; null for an uploaded file
 * @param recognition how far the reading of text in its pictures has come: {@code none}, {@code waiting}, {@code done},
 *     {@code nothing} or {@code failed}
 * @param recognitionNote what was not read in its pictures, and why; empty when there is nothing to explain
 * @param recognisedPages how many pages or pictures were read
 */
public record DocumentSummary(
        UUID id,
        UUID collection,
        UUID upload,
        UUID parent,
        UUID family,
        String path,
        String name,
        String custodian,
        String sha256,
        long size,
        String mediaType,
        String state,
        String outcome,
        String reason,
        UUID duplicateOf,
        String recognition,
        String recognitionNote,
        int recognisedPages,
        Instant receivedAt) {

    /** The summary of a document. */
    public static DocumentSummary of(Document document) {
        return new DocumentSummary(
                document.id(),
                document.collectionId(),
                document.uploadId(),
                document.parentId().orElse(null),
                document.familyId(),
                document.path(),
                document.name(),
                document.custodian(),
                document.sha256().hex(),
                document.size(),
                document.mediaType(),
                document.state().name().toLowerCase(Locale.ROOT),
                document.outcome().map(ProgressCounts::reasonKey).orElse(""),
                document.reason(),
                document.duplicateOf().orElse(null),
                document.recognition().key(),
                document.recognitionNote(),
                document.recognisedPages(),
                document.createdAt());
    }

    /** Makes a page of a list; {@code next} is there when the page is full. */
    public static Page page(List<Document> documents, int size) {
        String next = documents.size() < size ? null : writePlace(documents.getLast());
        return new Page(documents.stream().map(DocumentSummary::of).toList(), next);
    }

    /**
     * Reads {@link Page#next}.
     *
     * @param after null or blank for the first page
     * @throws ProblemException when it is not one of ours
     */
    public static Optional<Documents.Place> readPlace(String after) {
        if (after == null || after.isBlank()) {
            return Optional.empty();
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8);
            return Optional.of(new Documents.Place(text.substring(36), UUID.fromString(text.substring(0, 36))));
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            throw ProblemException.badRequest(
                    "The value of 'after' is not one that this list gave: begin again without it");
        }
    }

    private static String writePlace(Document last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((last.id() + last.path()).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A page of documents.
     *
     * @param next to be given as {@code after} for the next page; null on the last page
     */
    public record Page(List<DocumentSummary> documents, String next) {
        public Page {
            documents = List.copyOf(documents);
        }
    }
}
