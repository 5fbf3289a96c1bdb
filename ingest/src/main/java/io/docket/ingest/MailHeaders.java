package io.docket.ingest;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The headers of a mail that reviewers and threading need.
 *
 * @param from senders as written, {@code Name <address>}
 * @param to recipients as written
 * @param cc copied recipients as written
 * @param bcc blind-copied recipients as written
 * @param subject the subject, decoded
 * @param date when it was sent
 * @param messageId the Message-ID without angle brackets
 * @param inReplyTo the ids in In-Reply-To without angle brackets
 * @param references the ids in References, oldest first, without angle brackets
 */
public record MailHeaders(
        List<String> from,
        List<String> to,
        List<String> cc,
        List<String> bcc,
        Optional<String> subject,
        Optional<Instant> date,
        Optional<String> messageId,
        List<String> inReplyTo,
        List<String> references) {

    public MailHeaders {
        from = List.copyOf(from);
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
        inReplyTo = List.copyOf(inReplyTo);
        references = List.copyOf(references);
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(date, "date");
        Objects.requireNonNull(messageId, "messageId");
    }
}
