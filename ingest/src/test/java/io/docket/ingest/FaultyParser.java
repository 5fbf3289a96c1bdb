package io.docket.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.sax.XHTMLContentHandler;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/** A parser that misbehaves on request: the document is {@code DOCKET-FAULT <what> [argument]}. Found as a service. */
public final class FaultyParser implements Parser {
    private static final long serialVersionUID = 1;

    @Override
    public Set<MediaType> getSupportedTypes(ParseContext context) {
        return Set.of(MediaType.application("x-docket-fault"));
    }

    @Override
    public void parse(InputStream stream, ContentHandler handler, Metadata metadata, ParseContext context)
            throws IOException, SAXException {
        byte[] bytes = stream.readAllBytes();
        String[] words = new String(bytes, StandardCharsets.UTF_8).strip().split(" ");
        XHTMLContentHandler xhtml = new XHTMLContentHandler(handler, metadata);
        xhtml.startDocument();
        switch (words[1]) {
            case "hang" -> hang();
            case "recurse" -> recurse(0);
            case "memory" -> exhaustMemory();
            case "swallow-memory" -> swallowOutOfMemory();
            case "flood" -> flood(xhtml);
            case "print" -> print();
            case "exit" -> System.exit(0);
            case "halt" -> Runtime.getRuntime().halt(77);
            case "throw" -> throw new IllegalStateException("as asked");
            case "children" -> children(xhtml, context);
            case "attach" -> attach(words[2], xhtml, context);
            case "self" -> embed(bytes, xhtml, context);
            case "connect" -> xhtml.element("p", connect(Integer.parseInt(words[2])));
            default -> throw new IllegalArgumentException("no such fault: " + words[1]);
        }
        xhtml.endDocument();
    }

    private static void hang() {
        long spins = 0;
        while (spins >= 0) {
            spins = (spins + 1) & Long.MAX_VALUE;
        }
    }

    private static int recurse(int depth) {
        return recurse(depth + 1) + 1;
    }

    private static void exhaustMemory() {
        List<byte[]> kept = new ArrayList<>();
        while (kept.size() >= 0) {
            kept.add(new byte[1024 * 1024]);
        }
    }

    private static void swallowOutOfMemory() {
        while (true) {
            try {
                exhaustMemory();
            } catch (OutOfMemoryError swallowed) {
                // As some parsers do.
            }
        }
    }

    private static void flood(XHTMLContentHandler xhtml) throws SAXException {
        while (true) {
            xhtml.element("p", "The same sentence again and again, without end.");
        }
    }

    private static void print() {
        String line = "noise ".repeat(1000);
        for (int i = 0; i < 2_000; i++) {
            System.out.println(line);
            System.err.println(line);
        }
    }

    private static void children(XHTMLContentHandler xhtml, ParseContext context) throws IOException, SAXException {
        while (true) {
            attach("hello", xhtml, context);
        }
    }

    /** Attaches a harmless text, then a document with the given fault, then another harmless text. */
    private static void attach(String fault, XHTMLContentHandler xhtml, ParseContext context)
            throws IOException, SAXException {
        EmbeddedDocumentExtractor extractor = context.get(EmbeddedDocumentExtractor.class);
        for (String text : List.of("First attachment.", "DOCKET-FAULT " + fault, "Last attachment.")) {
            Metadata metadata = new Metadata();
            metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, "attachment");
            extractor.parseEmbedded(
                    new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), xhtml, metadata, false);
        }
    }

    /** An archive that contains itself: unpacked again and again, it would never end. */
    private static void embed(byte[] bytes, XHTMLContentHandler xhtml, ParseContext context)
            throws IOException, SAXException {
        Metadata metadata = new Metadata();
        metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, "myself");
        context.get(EmbeddedDocumentExtractor.class)
                .parseEmbedded(new ByteArrayInputStream(bytes), xhtml, metadata, false);
    }

    /** Tries every way out and tells which led anywhere. */
    private static String connect(int port) {
        List<String> ways = new ArrayList<>();
        attempt(ways, "url", () -> URI.create("http://127.0.0.1:" + port)
                .toURL()
                .openStream()
                .close());
        attempt(ways, "socket", () -> new Socket("127.0.0.1", port).close());
        attempt(ways, "channel", () -> SocketChannel.open(new InetSocketAddress("127.0.0.1", port))
                .close());
        attempt(ways, "name", () -> {
            if (new InetSocketAddress("localhost.example", port).isUnresolved()) {
                throw new IOException("not resolved");
            }
        });
        return "open: " + ways;
    }

    private interface Way {
        void go() throws IOException;
    }

    private static void attempt(List<String> ways, String name, Way way) {
        try {
            way.go();
            ways.add(name);
        } catch (IOException | UncheckedIOException | SecurityException refused) {
            // Closed, as it should be.
        }
    }
}
