package io.docket.ingest.worker;

import io.docket.ingest.DocumentMetadata;
import io.docket.ingest.MailHeaders;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The form of metadata inside a frame. */
final class MetadataFields {
    private MetadataFields() {}

    static void write(FieldWriter out, DocumentMetadata metadata) throws IOException {
        out.optionalText(metadata.title());
        out.texts(metadata.authors());
        out.optionalInstant(metadata.created());
        out.optionalInstant(metadata.modified());
        out.number(metadata.pages().orElse(-1));
        out.optionalText(metadata.language());
        out.flag(metadata.mail().isPresent());
        if (metadata.mail().isPresent()) {
            writeMail(out, metadata.mail().get());
        }
        out.texts(metadata.fields().keySet());
        for (List<String> values : metadata.fields().values()) {
            out.texts(values);
        }
    }

    static DocumentMetadata read(FieldReader in) throws IOException {
        Optional<String> title = in.optionalText();
        List<String> authors = in.texts();
        var created = in.optionalInstant();
        var modified = in.optionalInstant();
        int pages = Math.toIntExact(in.number());
        Optional<String> language = in.optionalText();
        Optional<MailHeaders> mail = in.flag() ? Optional.of(readMail(in)) : Optional.empty();
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String name : in.texts()) {
            fields.put(name, in.texts());
        }
        return new DocumentMetadata(
                title,
                authors,
                created,
                modified,
                pages < 0 ? OptionalInt.empty() : OptionalInt.of(pages),
                language,
                mail,
                fields);
    }

    private static void writeMail(FieldWriter out, MailHeaders mail) throws IOException {
        out.texts(mail.from());
        out.texts(mail.to());
        out.texts(mail.cc());
        out.texts(mail.bcc());
        out.optionalText(mail.subject());
        out.optionalInstant(mail.date());
        out.optionalText(mail.messageId());
        out.texts(mail.inReplyTo());
        out.texts(mail.references());
    }

    private static MailHeaders readMail(FieldReader in) throws IOException {
        return new MailHeaders(
                in.texts(),
                in.texts(),
                in.texts(),
                in.texts(),
                in.optionalText(),
                in.optionalInstant(),
                in.optionalText(),
                in.texts(),
                in.texts());
    }
}
