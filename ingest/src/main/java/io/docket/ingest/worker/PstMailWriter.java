package io.docket.ingest.worker;

import com.pff.PSTAttachment;
import com.pff.PSTException;
import com.pff.PSTMessage;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Date;
import java.util.Locale;
import java.util.Set;

/**
 * Writes a mail of an Outlook mailbox (PST) as a mail file (RFC 5322, MIME), because a PST has no bytes that are one mail.
 * The headers are those the mail arrived with, where the mailbox kept them, otherwise they are made from its properties.
 */
final class PstMailWriter {
    private static final int DEEPEST = 8;
    private static final Set<String> REPLACED_HEADERS = Set.of("content-", "mime-version");
    private static final byte[] LINE_END = {'\r', '\n'};

    private final OutputStream out;
    private final int depth;

    PstMailWriter(OutputStream out) {
        this(out, 0);
    }

    private PstMailWriter(OutputStream out, int depth) {
        this.out = out;
        this.depth = depth;
    }

    void write(PSTMessage mail) throws IOException {
        String boundary = "docket-" + mail.getDescriptorNodeId() + "-" + depth;
        String transported = mail.getTransportMessageHeaders();
        if (transported == null || transported.isBlank()) {
            writeOwnHeaders(mail);
        } else {
            writeTransported(transported);
        }
        line("MIME-Version: 1.0");
        line("Content-Type: multipart/mixed; boundary=\"" + boundary + "\"");
        line("");
        writeBody(mail, boundary);
        for (int i = 0; i < mail.getNumberOfAttachments(); i++) {
            writeAttachment(mail, i, boundary);
        }
        line("--" + boundary + "--");
    }

    private void writeOwnHeaders(PSTMessage mail) throws IOException {
        header("From", mail.getSenderName() + " <" + mail.getSenderEmailAddress() + ">");
        header("To", mail.getDisplayTo());
        header("Cc", mail.getDisplayCC());
        header("Bcc", mail.getDisplayBCC());
        header("Subject", mail.getSubject());
        Date sent = mail.getClientSubmitTime() != null ? mail.getClientSubmitTime() : mail.getMessageDeliveryTime();
        if (sent != null) {
            header(
                    "Date",
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(sent.toInstant().atOffset(ZoneOffset.UTC)));
        }
        header("Message-ID", mail.getInternetMessageId());
        header("In-Reply-To", mail.getInReplyToId());
    }

    /** Headers as they arrived, without those that describe the form of the original body. */
    private void writeTransported(String headers) throws IOException {
        boolean dropping = false;
        for (String line : headers.split("\\r?\\n")) {
            boolean continued = line.startsWith(" ") || line.startsWith("\t");
            if (!continued) {
                String lower = line.toLowerCase(Locale.ROOT);
                dropping = line.indexOf(':') <= 0 || REPLACED_HEADERS.stream().anyMatch(lower::startsWith);
            }
            if (!dropping) {
                line(line);
            }
        }
    }

    private void writeBody(PSTMessage mail, String boundary) throws IOException {
        String html = mail.getBodyHTML();
        boolean asHtml = html != null && !html.isBlank();
        String text = asHtml ? html : mail.getBody();
        line("--" + boundary);
        line("Content-Type: text/" + (asHtml ? "html" : "plain") + "; charset=UTF-8");
        line("Content-Transfer-Encoding: base64");
        line("");
        base64(text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8));
    }

    private void writeAttachment(PSTMessage mail, int number, String boundary) throws IOException {
        try {
            PSTAttachment attachment = mail.getAttachment(number);
            PSTMessage forwarded = attachment.getEmbeddedPSTMessage();
            if (forwarded != null && depth < DEEPEST) {
                beginAttachment(boundary, forwarded.getSubject() + ".eml");
                try (OutputStream encoded = encoder()) {
                    new PstMailWriter(encoded, depth + 1).write(forwarded);
                }
            } else if (forwarded == null) {
                String longName = attachment.getLongFilename();
                beginAttachment(boundary, longName.isEmpty() ? attachment.getFilename() : longName);
                try (InputStream content = attachment.getFileInputStream();
                        OutputStream encoded = encoder()) {
                    content.transferTo(encoded);
                }
            }
            out.write(LINE_END);
        } catch (PSTException | NullPointerException damaged) {
            // The reader of PST files signals a missing attachment by either; the mail is worth having without it.
            out.write(LINE_END);
        }
    }

    private void beginAttachment(String boundary, String name) throws IOException {
        line("--" + boundary);
        line("Content-Type: application/octet-stream");
        header("Content-Disposition", "attachment; filename=\"" + encodedWord(name.replaceAll("[\"\\\\]", "_")) + "\"");
        line("Content-Transfer-Encoding: base64");
        line("");
    }

    /** Encodes to this mail's output and does not close it. */
    private OutputStream encoder() {
        OutputStream target = new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                out.flush();
            }
        };
        return Base64.getMimeEncoder().wrap(target);
    }

    private void base64(byte[] bytes) throws IOException {
        out.write(Base64.getMimeEncoder().encode(bytes));
        out.write(LINE_END);
    }

    private void header(String name, String value) throws IOException {
        if (value != null && !value.isBlank()) {
            line(name + ": " + encodedWord(value.replaceAll("\\s+", " ").strip()));
        }
    }

    /** RFC 2047, where the value is not plain. */
    private static String encodedWord(String value) {
        if (value.chars().allMatch(character -> character >= ' ' && character < 0x7f)) {
            return value;
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
    }

    private void line(String line) throws IOException {
        out.write(line.getBytes(StandardCharsets.UTF_8));
        out.write(LINE_END);
    }
}
