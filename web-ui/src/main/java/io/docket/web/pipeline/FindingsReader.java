package io.docket.web.pipeline;

import io.docket.ingest.DocumentMetadata;
import io.docket.ingest.ExtractedItem;
import io.docket.ingest.MailHeaders;
import io.docket.ingest.TextRecognizer;
import io.docket.web.blob.Sha256;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Turns what the extractor says about an item into what the document's row holds. */
final class FindingsReader {
    /** Longest value and most values that are kept per field: metadata is for people, not an archive of its own. */
    private static final int LONGEST_VALUE = 2_000;

    private static final int MOST_VALUES = 200;

    private FindingsReader() {}

    /**
     * The findings about one item.
     *
     * @param text blob of the item's text, when it has one
     * @throws IOException when the item's structure cannot be read
     */
    static Findings read(ExtractedItem item, Optional<Sha256> text) throws IOException {
        DocumentMetadata metadata = item.metadata();
        Optional<MailHeaders> mail = metadata.mail();
        List<String> authors =
                mail.map(MailHeaders::from).filter(from -> !from.isEmpty()).orElse(metadata.authors());
        return new Findings(
                item.outcome(),
                item.reason(),
                item.mediaType(),
                metadata.language().orElse(""),
                text,
                item.characters(),
                mail.flatMap(MailHeaders::subject).or(metadata::title).orElse(""),
                String.join("; ", authors),
                date(metadata, mail),
                fields(metadata, mail),
                TextRecognizer.mayHelp(item));
    }

    private static Optional<Instant> date(DocumentMetadata metadata, Optional<MailHeaders> mail) {
        return mail.flatMap(MailHeaders::date)
                .or(metadata::modified)
                .or(metadata::created)
                .filter(FindingsReader::storable);
    }

    /** Damaged files claim dates that no calendar and no database column holds. */
    private static boolean storable(Instant date) {
        return date.isAfter(Instant.parse("0001-01-01T00:00:00Z"))
                && date.isBefore(Instant.parse("9999-12-31T00:00:00Z"));
    }

    private static Map<String, List<String>> fields(DocumentMetadata metadata, Optional<MailHeaders> mail) {
        Map<String, List<String>> fields = new TreeMap<>();
        metadata.fields().forEach((name, values) -> put(fields, name, values));
        metadata.created().ifPresent(date -> put(fields, "created", List.of(date.toString())));
        metadata.modified().ifPresent(date -> put(fields, "modified", List.of(date.toString())));
        metadata.pages().ifPresent(pages -> put(fields, "pages", List.of(Integer.toString(pages))));
        mail.ifPresent(headers -> {
            put(fields, "from", headers.from());
            put(fields, "to", headers.to());
            put(fields, "cc", headers.cc());
            put(fields, "bcc", headers.bcc());
            put(fields, "message-id", headers.messageId().stream().toList());
            put(fields, "in-reply-to", headers.inReplyTo());
            put(fields, "references", headers.references());
        });
        return fields;
    }

    private static void put(Map<String, List<String>> fields, String name, List<String> values) {
        if (!values.isEmpty()) {
            fields.put(
                    ColumnText.fit(name, 200),
                    values.stream()
                            .limit(MOST_VALUES)
                            .map(value -> ColumnText.fit(value, LONGEST_VALUE))
                            .toList());
        }
    }
}
