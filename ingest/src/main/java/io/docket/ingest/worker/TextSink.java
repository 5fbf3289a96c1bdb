package io.docket.ingest.worker;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Streams text to a file as UTF-8 and counts it. Characters that no index or database should meet are dropped or
 * replaced: control characters but tab and line feed go, a half of a surrogate pair becomes U+FFFD. The file is created
 * with the first character.
 */
final class TextSink implements Closeable {
    private static final int BUFFER = 8192;

    /** What parsers write for a character that is none. */
    private static final char UNREADABLE = '\ufffd';

    private final Path file;
    private final long limit;
    private final MessageChannel channel;
    private final char[] buffer = new char[BUFFER];
    private int buffered;
    private long written;
    private long nanos;
    private boolean visible;
    private BufferedWriter writer;

    TextSink(Path file, long limit, MessageChannel channel) {
        this.file = file;
        this.limit = limit;
        this.channel = channel;
    }

    /** Characters so far, in UTF-16 units. */
    long characters() {
        return written;
    }

    /** Processor time spent on writing. */
    long nanos() {
        return nanos;
    }

    /** Whether anything but white space and replacements was written. */
    boolean hasVisibleText() {
        return visible;
    }

    void append(char character) {
        if (Character.isISOControl(character) && character != '\n' && character != '\t') {
            return;
        }
        if (written == limit) {
            throw new LimitReachedException("the text is longer than " + limit + " characters; the rest was left out");
        }
        if (!visible && !Character.isWhitespace(character) && character != UNREADABLE) {
            visible = true;
        }
        if (buffered == BUFFER) {
            drain();
        }
        buffer[buffered++] = character;
        written++;
    }

    private void drain() {
        long start = ProcessorTime.now();
        try {
            if (writer == null) {
                Files.createDirectories(file.getParent());
                writer = new BufferedWriter(new OutputStreamWriter(
                        Files.newOutputStream(file),
                        StandardCharsets.UTF_8
                                .newEncoder()
                                .onMalformedInput(CodingErrorAction.REPLACE)
                                .replaceWith(new byte[] {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD})));
            }
            writer.write(buffer, 0, buffered);
            buffered = 0;
        } catch (IOException failure) {
            throw new MachineFaultException("cannot write text to " + file, failure);
        }
        channel.progress();
        nanos += ProcessorTime.now() - start;
    }

    @Override
    public void close() {
        if (buffered > 0) {
            drain();
        }
        if (writer != null) {
            try {
                writer.close();
            } catch (IOException failure) {
                throw new MachineFaultException("cannot write text to " + file, failure);
            }
        }
    }
}
