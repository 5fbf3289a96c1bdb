package io.docket.ingest.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Whether a file begins as a message does, with a header field (RFC 5322) or the line that mailboxes put before it. What only its name calls a
 * message is a text, of which a message's parser would find nothing.
 */
final class MessageHead {
    private static final int SAMPLE = 8_192;
    private static final Pattern FIRST_LINE = Pattern.compile("(?:[!-9;-~]+[ \\t]*:|>?From ).*", Pattern.DOTALL);

    private MessageHead() {}

    /** Whether the first line that is not blank begins no message; false for a file of blank lines. */
    static boolean isMissing(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String begin = new String(in.readNBytes(SAMPLE), StandardCharsets.UTF_8);
            String text = begin.startsWith("\uFEFF") ? begin.substring(1) : begin;
            return !text.isBlank() && !FIRST_LINE.matcher(text.stripLeading()).matches();
        }
    }
}
