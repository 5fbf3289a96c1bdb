package io.docket.ingest.worker;

import io.docket.ingest.DocumentMetadata;
import io.docket.ingest.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.tika.config.TikaConfig;
import org.apache.tika.exception.TikaException;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.HttpHeaders;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.Parser;
import org.apache.tika.sax.TeeContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Parses one item at a time with Tika and judges the outcome. Not safe for use by several threads. */
final class DocumentParser {
    private static final String MESSAGE = "message/rfc822";

    /** Containers that are nothing but their contents. */
    private static final Set<String> ARCHIVES = Set.of(
            "application/zip",
            "application/x-tar",
            "application/gzip",
            "application/x-bzip2",
            "application/x-xz",
            "application/x-rar-compressed");

    private final MessageChannel channel;
    private final TikaConfig tika;
    private final ParserContexts contexts = new ParserContexts();
    private final ParserChoice parsers;
    private final LanguageIdentifier languages = new LanguageIdentifier();
    private final EncryptedZipReader encryptedZips = new EncryptedZipReader();

    DocumentParser(MessageChannel channel) {
        this.channel = channel;
        tika = contexts.tika();
        parsers = new ParserChoice(tika);
    }

    /** Loads what every document needs, so that the first one is not the slow one. */
    void warmUp() {
        byte[] page = "<html><body><p>warm</p></body></html>".getBytes(StandardCharsets.UTF_8);
        Metadata metadata = new Metadata();
        try (TikaInputStream stream = TikaInputStream.get(new ByteArrayInputStream(page))) {
            metadata.set(
                    HttpHeaders.CONTENT_TYPE,
                    tika.getDetector().detect(stream, metadata).toString());
            tika.getParser().parse(stream, new DefaultHandler(), metadata, contexts.plain());
        } catch (IOException | SAXException | TikaException failure) {
            throw new IllegalStateException("the worker cannot parse a page of its own", failure);
        }
    }

    /** Parses one item; its files are complete when this returns. */
    WorkerMessage parse(ParseTask task) {
        long begin = ProcessorTime.now();
        long size;
        String sha256;
        try {
            size = Files.size(task.file());
            sha256 = task.knownSha256().isEmpty() ? Sha256.of(task.file()) : task.knownSha256();
        } catch (IOException unreadable) {
            throw new MachineFaultException("cannot read " + task.name(), unreadable);
        }
        if (size == 0) {
            return new WorkerMessage.Parsed(
                    Outcome.EMPTY,
                    "the file has no bytes",
                    "application/octet-stream",
                    0,
                    sha256,
                    0,
                    false,
                    DocumentMetadata.NONE,
                    0,
                    ProcessorTime.now() - begin);
        }
        ChildWriter children = new ChildWriter(task, channel);
        Attempt attempt = null;
        for (Optional<String> password : attempts(task.passwords())) {
            attempt = new Attempt(task, children, password);
            attempt.run();
            if (attempt.verdict.outcome() != Outcome.ENCRYPTED || children.children() > 0) {
                break;
            }
        }
        return attempt.message(size, sha256, begin);
    }

    private static List<Optional<String>> attempts(List<String> passwords) {
        List<Optional<String>> attempts = new ArrayList<>();
        attempts.add(Optional.empty());
        passwords.forEach(password -> attempts.add(Optional.of(password)));
        return attempts;
    }

    /** One pass of a parser over the item, with one password or none. */
    private final class Attempt {
        private final ParseTask task;
        private final ChildWriter children;
        private final Optional<String> password;
        private final Metadata metadata = new Metadata();
        private final TextSink text;
        private String mediaType = MediaType.OCTET_STREAM.toString();
        private StructuredTextHandler handler;
        private Verdict verdict = Verdict.of(Outcome.EXTRACTED);
        private long parserNanos;

        Attempt(ParseTask task, ChildWriter children, Optional<String> password) {
            this.task = task;
            this.children = children;
            this.password = password;
            this.text = new TextSink(task.text(), task.characters(), channel);
        }

        void run() {
            metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, task.name());
            task.mediaTypeHint().ifPresent(hint -> metadata.set(HttpHeaders.CONTENT_TYPE, hint));
            long start = ProcessorTime.now();
            try (text) {
                verdict = parseAsWritten();
            } catch (IOException | SAXException | TikaException | RuntimeException | StackOverflowError thrown) {
                verdict = Verdict.afterFailure(thrown, mediaType);
            }
            parserNanos = ProcessorTime.now() - start - text.nanos() - children.nanos();
        }

        private Verdict parseAsWritten() throws IOException, SAXException, TikaException {
            try {
                return detectAndParse(task.file());
            } catch (TikaException | RuntimeException failure) {
                if (!StrictOfficeDocument.isReasonOf(failure)) {
                    throw failure;
                }
            }
            Path transitional = Files.createTempFile("transitional", ".bytes");
            try {
                StrictOfficeDocument.rewrite(task.file(), transitional);
                return detectAndParse(transitional);
            } finally {
                Files.deleteIfExists(transitional);
            }
        }

        private Verdict detectAndParse(Path file) throws IOException, SAXException, TikaException {
            try (TikaInputStream stream = TikaInputStream.get(file, metadata)) {
                // The name as the caller knows it, not that of the file in which the bytes happen to lie.
                metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, task.name());
                mediaType = tika.getDetector().detect(stream, metadata).toString();
                if (mediaType.equals(MESSAGE) && MessageHead.isMissing(file)) {
                    mediaType = MediaType.TEXT_PLAIN.toString();
                }
                metadata.set(HttpHeaders.CONTENT_TYPE, mediaType);
                if (mediaType.equals("application/zip")
                        && stream.getOpenContainer() instanceof ZipFile archive
                        && encryptedZips.hasEncryptedEntries(archive)) {
                    encryptedZips.unpack(task, children);
                    return Verdict.of(Outcome.EXTRACTED);
                }
                if (mediaType.equals("application/x-7z-compressed")) {
                    return SevenZipReader.unpack(task, file, children)
                            ? afterUnpacking()
                            : new Verdict(Outcome.EMPTY, "there is nothing in it");
                }
                Optional<Parser> parser = parsers.forType(mediaType, stream);
                if (parser.isEmpty()) {
                    return Verdict.unsupported();
                }
                boolean truncated = isZipBased(mediaType)
                        ? stream.getOpenContainer() == null
                        : EndOfFile.isMissing(file, mediaType);
                handler = new StructuredTextHandler(text, isSpreadsheet(mediaType));
                parse(parser.get(), stream);
                String refined = metadata.get(HttpHeaders.CONTENT_TYPE);
                if (refined != null) {
                    mediaType = refined;
                }
                Verdict reached =
                        Verdict.afterParse(metadata, mediaType, text.hasVisibleText(), children.children() > 0);
                boolean good = reached.outcome() == Outcome.EXTRACTED || reached.outcome() == Outcome.EMPTY;
                if (good && truncated) {
                    return new Verdict(Outcome.CORRUPT, "the end of the file is missing; read as far as possible");
                }
                return good && ARCHIVES.contains(mediaType) && children.damage().isPresent()
                        ? afterUnpacking()
                        : reached;
            }
        }

        private Verdict afterUnpacking() {
            return children.damage()
                    .map(damage -> new Verdict(Outcome.CORRUPT, "not all of its contents could be read: " + damage))
                    .orElse(Verdict.of(Outcome.EXTRACTED));
        }

        /** Parses into the text and, when somebody wants to look at the document, into a page as well. */
        private void parse(Parser parser, TikaInputStream stream) throws IOException, SAXException, TikaException {
            if (task.page().isEmpty()) {
                parser.parse(stream, handler, metadata, contexts.forItem(children, password));
                return;
            }
            try (PageHandler page = new PageHandler(task.page().get(), task.characters())) {
                parser.parse(
                        stream, new TeeContentHandler(handler, page), metadata, contexts.forItem(children, password));
            }
        }

        WorkerMessage message(long size, String sha256, long begin) {
            boolean hasText = text.hasVisibleText();
            boolean structured = hasText && handler != null && writeStructure();
            Optional<String> language = hasText ? languages.of(task.text()) : Optional.empty();
            return new WorkerMessage.Parsed(
                    verdict.outcome(),
                    verdict.reason(),
                    mediaType,
                    size,
                    sha256,
                    hasText ? text.characters() : 0,
                    structured,
                    MetadataNormaliser.normalise(metadata, mediaType, language),
                    parserNanos,
                    ProcessorTime.now() - begin);
        }

        private boolean writeStructure() {
            var structure = handler.structure();
            if (structure.spans().isEmpty()) {
                return false;
            }
            try {
                structure.write(task.structure());
                return true;
            } catch (IOException failure) {
                throw new MachineFaultException("cannot write the structure to " + task.structure(), failure);
            }
        }
    }

    private static boolean isSpreadsheet(String mediaType) {
        return mediaType.contains("excel") || mediaType.contains("spreadsheet");
    }

    /** Whether files of this type end with a directory of their parts, as zip archives do. */
    private boolean isZipBased(String mediaType) {
        return tika.getMediaTypeRegistry().isInstanceOf(mediaType, MediaType.APPLICATION_ZIP);
    }
}
