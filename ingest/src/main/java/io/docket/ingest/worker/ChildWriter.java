package io.docket.ingest.worker;

import io.docket.ingest.EmbeddedKind;
import io.docket.ingest.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.HttpHeaders;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.xml.sax.ContentHandler;

/**
 * Takes what a parser finds embedded and writes it to a file instead of parsing it in place, so that each embedded item
 * becomes a task with limits of its own. Stops the parse when the family may not grow further.
 */
final class ChildWriter implements EmbeddedDocumentExtractor {
    private static final int BUFFER = 64 * 1024;
    private static final Optional<String> MAIL = Optional.of("message/rfc822");

    private final ParseTask task;
    private final MessageChannel channel;
    private int ordinal;
    private long bytes;
    private long nanos;

    ChildWriter(ParseTask task, MessageChannel channel) {
        this.task = task;
        this.channel = channel;
    }

    /** Time spent on writing, hashing and announcing; reading from the container counts too. */
    long nanos() {
        return nanos;
    }

    /** How many items were announced. */
    int children() {
        return ordinal;
    }

    @Override
    public boolean shouldParseEmbedded(Metadata metadata) {
        return true;
    }

    @Override
    public void parseEmbedded(InputStream stream, ContentHandler handler, Metadata metadata, boolean outputHtml)
            throws IOException {
        String given = metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY);
        String name = given == null ? "" : given;
        boolean mail = OpenContainers.isPstMail(stream);
        long start = System.nanoTime();
        Optional<InputStream> rebuilt = stream instanceof TikaInputStream tikaStream
                ? OpenContainers.bytesOf(tikaStream, metadata)
                : Optional.empty();
        if (rebuilt.isPresent()) {
            try (InputStream source = rebuilt.get()) {
                add(mail ? mailName(name) : name, kindOf(metadata), mail ? MAIL : hintOf(metadata), source);
            }
        } else {
            // The stream is the parser's, which goes on reading its container after this item: it stays open.
            add(name, kindOf(metadata), hintOf(metadata), stream);
        }
        nanos += System.nanoTime() - start;
    }

    private static String mailName(String name) {
        return name.endsWith(".msg") ? name.substring(0, name.length() - 4) + ".eml" : name + ".eml";
    }

    /** Announces an item that exists but cannot be read. */
    void addUnreadable(String name, EmbeddedKind kind, Outcome outcome, String reason) {
        beginChild();
        channel.send(new WorkerMessage.Child(
                ordinal, nameOrOrdinal(name), kind, Optional.empty(), 0, "", Optional.of(outcome), reason));
    }

    /** Writes an item out and announces it. */
    void add(String name, EmbeddedKind kind, Optional<String> mediaTypeHint, InputStream source) throws IOException {
        beginChild();
        Path file = ParseTask.childFile(task.childDirectory(), ordinal);
        Sha256 hash = new Sha256();
        long size = 0;
        try (OutputStream out = create(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = source.read(buffer); count >= 0; count = source.read(buffer)) {
                bytes += count;
                if (bytes > task.childBytes()) {
                    throw new LimitReachedException(
                            "the contents expand beyond the limit; items after " + (ordinal - 1) + " were left out");
                }
                write(out, buffer, count, file);
                hash.update(buffer, count);
                size += count;
                channel.progress();
            }
        } catch (LimitReachedException limit) {
            Files.deleteIfExists(file);
            ordinal--;
            throw limit;
        } catch (IOException | RuntimeException unreadable) {
            if (MachineFaultException.within(unreadable) != null) {
                throw unreadable;
            }
            Files.deleteIfExists(file);
            channel.send(new WorkerMessage.Child(
                    ordinal,
                    nameOrOrdinal(name),
                    kind,
                    mediaTypeHint,
                    0,
                    "",
                    Optional.of(Outcome.CORRUPT),
                    Failures.describe(unreadable)));
            return;
        }
        channel.send(new WorkerMessage.Child(
                ordinal, nameOrOrdinal(name), kind, mediaTypeHint, size, hash.hexadecimal(), Optional.empty(), ""));
    }

    private void beginChild() {
        if (!task.unpack()) {
            throw new LimitReachedException("embedded deeper than the limit; the contents were not opened");
        }
        if (ordinal >= task.children()) {
            throw new LimitReachedException(
                    "more embedded items than the limit; items after " + ordinal + " were left out");
        }
        ordinal++;
    }

    private String nameOrOrdinal(String name) {
        return name.isBlank() ? "item-" + ordinal : name;
    }

    private static OutputStream create(Path file) {
        try {
            Files.createDirectories(file.getParent());
            return Files.newOutputStream(file);
        } catch (IOException failure) {
            throw new MachineFaultException("cannot write an embedded item to " + file, failure);
        }
    }

    private static void write(OutputStream out, byte[] buffer, int count, Path file) {
        try {
            out.write(buffer, 0, count);
        } catch (IOException failure) {
            throw new MachineFaultException("cannot write an embedded item to " + file, failure);
        }
    }

    private static Optional<String> hintOf(Metadata metadata) {
        String override = metadata.get(TikaCoreProperties.CONTENT_TYPE_PARSER_OVERRIDE);
        return Optional.ofNullable(override != null ? override : metadata.get(HttpHeaders.CONTENT_TYPE));
    }

    private static EmbeddedKind kindOf(Metadata metadata) {
        String type = metadata.get(TikaCoreProperties.EMBEDDED_RESOURCE_TYPE);
        if (type == null) {
            return EmbeddedKind.ATTACHMENT;
        }
        return switch (type) {
            case "ATTACHMENT" -> EmbeddedKind.ATTACHMENT;
            case "INLINE" -> EmbeddedKind.INLINE;
            case "MACRO" -> EmbeddedKind.MACRO;
            default -> EmbeddedKind.OTHER;
        };
    }
}
