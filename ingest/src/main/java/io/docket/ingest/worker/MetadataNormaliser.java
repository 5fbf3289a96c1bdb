package io.docket.ingest.worker;

import io.docket.ingest.DocumentMetadata;
import io.docket.ingest.MailHeaders;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.tika.metadata.MAPI;
import org.apache.tika.metadata.Message;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.Office;
import org.apache.tika.metadata.PagedText;
import org.apache.tika.metadata.Property;
import org.apache.tika.metadata.TikaCoreProperties;

/** Maps the names under which parsers report metadata to ours. */
final class MetadataNormaliser {
    private static final int MOST_FIELDS = 200;
    private static final int MOST_VALUES = 100;
    private static final int LONGEST_VALUE = 2_000;
    private static final int MOST_REFERENCES = 1_000;
    private static final Pattern MESSAGE_ID = Pattern.compile("<([^<>\\s]{1,998})>");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]|\\p{Cs}");
    private static final Set<String> MAIL_TYPES =
            Set.of("message/rfc822", "application/vnd.ms-outlook", "message/news", "application/x-emlx");

    /** Where the clocks of Windows, old Macs and Unix begin: programs that know no date write this one. */
    private static final Set<Instant> BEGINNINGS =
            Set.of(Instant.parse("1601-01-01T00:00:00Z"), Instant.parse("1904-01-01T00:00:00Z"), Instant.EPOCH);

    private MetadataNormaliser() {}

    static DocumentMetadata normalise(Metadata metadata, String mediaType, Optional<String> language) {
        return new DocumentMetadata(
                text(metadata, TikaCoreProperties.TITLE.getName()),
                texts(metadata, TikaCoreProperties.CREATOR.getName()),
                date(metadata, TikaCoreProperties.CREATED),
                date(metadata, TikaCoreProperties.MODIFIED),
                pages(metadata),
                language,
                MAIL_TYPES.contains(mediaType) ? Optional.of(mail(metadata)) : Optional.empty(),
                fields(metadata));
    }

    private static MailHeaders mail(Metadata metadata) {
        Optional<String> messageId = messageIds(metadata, "Message-ID").stream().findFirst();
        List<String> inReplyTo = messageIds(metadata, "In-Reply-To");
        List<String> references = messageIds(metadata, "References");
        return new MailHeaders(
                texts(metadata, Message.MESSAGE_FROM),
                texts(metadata, Message.MESSAGE_TO),
                texts(metadata, Message.MESSAGE_CC),
                texts(metadata, Message.MESSAGE_BCC),
                text(metadata, TikaCoreProperties.SUBJECT.getName())
                        .or(() -> text(metadata, TikaCoreProperties.TITLE.getName())),
                date(metadata, TikaCoreProperties.CREATED),
                messageId.or(() -> ids(metadata, MAPI.INTERNET_MESSAGE_ID.getName()).stream()
                        .findFirst()),
                inReplyTo.isEmpty() ? ids(metadata, MAPI.IN_REPLY_TO_ID.getName()) : inReplyTo,
                references.isEmpty() ? ids(metadata, MAPI.INTERNET_REFERENCES.getName()) : references);
    }

    /** Header names are compared without case, as RFC 5322 asks. */
    private static List<String> messageIds(Metadata metadata, String header) {
        String wanted = Message.MESSAGE_RAW_HEADER_PREFIX + header;
        return Arrays.stream(metadata.names())
                .filter(wanted::equalsIgnoreCase)
                .flatMap(name -> ids(metadata, name).stream())
                .toList();
    }

    private static List<String> ids(Metadata metadata, String name) {
        return Arrays.stream(metadata.getValues(name))
                .flatMap(value -> MESSAGE_ID.matcher(value).results().map(found -> found.group(1)))
                .limit(MOST_REFERENCES)
                .toList();
    }

    private static OptionalInt pages(Metadata metadata) {
        for (Property property : List.of(PagedText.N_PAGES, Office.PAGE_COUNT, Office.SLIDE_COUNT)) {
            Integer pages = metadata.getInt(property);
            if (pages != null && pages > 0) {
                return OptionalInt.of(pages);
            }
        }
        return OptionalInt.empty();
    }

    private static Optional<Instant> date(Metadata metadata, Property property) {
        return instant(metadata, property).filter(instant -> !BEGINNINGS.contains(instant));
    }

    /** Most parsers write an instant; Tika's own reader, which knows twenty other notations, tries them all in turn. */
    private static Optional<Instant> instant(Metadata metadata, Property property) {
        String value = metadata.get(property);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(value));
        } catch (DateTimeParseException otherNotation) {
            return Optional.ofNullable(metadata.getDate(property)).map(Date::toInstant);
        }
    }

    private static Optional<String> text(Metadata metadata, String name) {
        return texts(metadata, name).stream().findFirst();
    }

    private static List<String> texts(Metadata metadata, String name) {
        return Arrays.stream(metadata.getValues(name))
                .map(MetadataNormaliser::clean)
                .filter(value -> !value.isEmpty())
                .limit(MOST_VALUES)
                .toList();
    }

    private static Map<String, List<String>> fields(Metadata metadata) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        Stream.of(metadata.names())
                .filter(name -> !name.startsWith(TikaCoreProperties.TIKA_META_PREFIX) || isFailureNote(name))
                .sorted()
                .limit(MOST_FIELDS)
                .forEach(name -> {
                    List<String> values = texts(metadata, name);
                    if (!values.isEmpty()) {
                        fields.put(clean(name), values);
                    }
                });
        return fields;
    }

    private static boolean isFailureNote(String name) {
        return name.startsWith(TikaCoreProperties.TIKA_META_EXCEPTION_PREFIX);
    }

    /** Without control characters and not longer than a page can show. */
    private static String clean(String value) {
        String line = CONTROL.matcher(value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) : value)
                .replaceAll(" ");
        return line.strip();
    }
}
