package io.docket.ingest;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a file says about itself, under one set of names whatever the format. Nothing here is verified: a file may lie.
 *
 * @param title title of the document, or subject of a mail
 * @param authors authors as written
 * @param created when the content was created
 * @param modified when the content was last changed
 * @param pages pages, slides or sheets, as the format counts
 * @param language detected from the text, ISO 639-1 where there is a code ({@code en}); empty when unsure
 * @param mail present for mails of any format
 * @param fields every further field the parser named, at most 200 names and 2,000 characters a value; in the order of
 *     the names
 */
public record DocumentMetadata(
        Optional<String> title,
        List<String> authors,
        Optional<Instant> created,
        Optional<Instant> modified,
        OptionalInt pages,
        Optional<String> language,
        Optional<MailHeaders> mail,
        Map<String, List<String>> fields) {

    /** Nothing known. */
    public static final DocumentMetadata NONE = new DocumentMetadata(
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of());

    public DocumentMetadata {
        Objects.requireNonNull(title, "title");
        authors = List.copyOf(authors);
        Objects.requireNonNull(created, "created");
        Objects.requireNonNull(modified, "modified");
        Objects.requireNonNull(pages, "pages");
        Objects.requireNonNull(language, "language");
        Objects.requireNonNull(mail, "mail");
        // Sorted: Map.copyOf orders anew in each JVM, and two workers must describe one document alike.
        SortedMap<String, List<String>> sorted = new TreeMap<>();
        fields.forEach((name, values) -> sorted.put(name, List.copyOf(values)));
        fields = Collections.unmodifiableSortedMap(sorted);
    }
}
