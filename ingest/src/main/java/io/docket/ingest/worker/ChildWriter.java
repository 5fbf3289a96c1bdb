package io.docket.ingest.worker;

import io.docket.ingest.EmbeddedKind;
import io.docket.ingest.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.compress.PasswordRequiredException;
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
    private Optional<String> damage = Optional.empty();

    ChildWriter(ParseTask task, MessageChannel channel) {
        this.task = task;
        this.channel = channel;
    }

    /** Processor time spent on writing and hashing; reading from the container is the parser's. */
    long nanos() {
        return nanos;
    }

    /** Why an item could not, or not wholly, be taken out of its container; empty when all could. */
    Optional<String> damage() {
        return damage;
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
        long opening = ProcessorTime.now();
        try (OutputStream out = create(file)) {
            nanos += ProcessorTime.now() - opening;
            byte[] buffer = new byte[BUFFER];
            for (int count = source.read(buffer); count >= 0; count = source.read(buffer)) {
                bytes += count;
                if (bytes > task.childBytes()) {
                    throw new LimitReachedException(
                            "the contents expand beyond the limit; items after " + (ordinal - 1) + " were left out");
                }
                long start = ProcessorTime.now();
                write(out, buffer, count, file);
                hash.update(buffer, count);
                nanos += ProcessorTime.now() - start;
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
            announceBroken(nameOrOrdinal(name), kind, mediaTypeHint, file, hash, size, unreadable);
            return;
        }
        long closing = ProcessorTime.now();
        channel.send(new WorkerMessage.Child(
                ordinal, nameOrOrdinal(name), kind, mediaTypeHint, size, hash.hexadecimal(), Optional.empty(), ""));
        nanos += ProcessorTime.now() - closing;
    }

    /** What could be read of a damaged item is kept; the supervisor marks it. */
    private void announceBroken(
            String name,
            EmbeddedKind kind,
            Optional<String> mediaTypeHint,
            Path file,
            Sha256 hash,
            long size,
            Exception broken)
            throws IOException {
        if (broken instanceof PasswordRequiredException) {
            Files.deleteIfExists(file);
            channel.send(new WorkerMessage.Child(
                    ordinal,
                    name,
                    kind,
                    mediaTypeHint,
                    0,
                    "",
                    Optional.of(Outcome.ENCRYPTED),
                    "encrypted, and no given password opens it"));
            return;
        }
        String reason = Failures.describe(broken);
        damage = Optional.of(reason);
        if (size == 0) {
            Files.deleteIfExists(file);
            channel.send(new WorkerMessage.Child(
                    ordinal, name, kind, mediaTypeHint, 0, "", Optional.of(Outcome.CORRUPT), reason));
        } else {
            channel.send(new WorkerMessage.Child(
                    ordinal,
                    name,
                    kind,
                    mediaTypeHint,
                    size,
                    hash.hexadecimal(),
                    Optional.empty(),
                    "only its beginning could be read: " + reason));
        }
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
