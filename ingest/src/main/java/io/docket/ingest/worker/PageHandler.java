package io.docket.ingest.worker;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Writes the XHTML events of a parser as an HTML page that can do no harm. It is safe by construction: only the elements listed
 * here are written, with no attribute but the spans of table cells and a class of our own; everything else is text, and
 * text is escaped. No script, style, link, picture or address of the document gets through, so there is nothing to clean.
 */
final class PageHandler extends DefaultHandler implements Closeable {
    /** Elements that are written, with what they are written as. */
    private static final Map<String, String> ELEMENTS = Map.ofEntries(
            Map.entry("h1", "h1"),
            Map.entry("h2", "h2"),
            Map.entry("h3", "h3"),
            Map.entry("h4", "h4"),
            Map.entry("h5", "h5"),
            Map.entry("h6", "h6"),
            Map.entry("p", "p"),
            Map.entry("div", "div"),
            Map.entry("section", "div"),
            Map.entry("article", "div"),
            Map.entry("blockquote", "blockquote"),
            Map.entry("pre", "pre"),
            Map.entry("ul", "ul"),
            Map.entry("ol", "ol"),
            Map.entry("li", "li"),
            Map.entry("dl", "dl"),
            Map.entry("dt", "dt"),
            Map.entry("dd", "dd"),
            Map.entry("table", "table"),
            Map.entry("caption", "caption"),
            Map.entry("thead", "thead"),
            Map.entry("tbody", "tbody"),
            Map.entry("tfoot", "tfoot"),
            Map.entry("tr", "tr"),
            Map.entry("td", "td"),
            Map.entry("th", "th"),
            Map.entry("b", "b"),
            Map.entry("strong", "strong"),
            Map.entry("i", "i"),
            Map.entry("em", "em"),
            Map.entry("u", "u"),
            Map.entry("s", "s"),
            Map.entry("sub", "sub"),
            Map.entry("sup", "sup"),
            Map.entry("code", "code"));

    private static final Set<String> EMPTY = Set.of("br", "hr");

    /** What stands inside these is no content. */
    private static final Set<String> SKIPPED =
            Set.of("head", "title", "script", "style", "object", "embed", "iframe", "svg", "template", "noscript");

    /** Tika's classes for pages, slides and sheets, which the page sets apart. */
    private static final Set<String> SHEETS = Set.of("page", "slide", "slide-content", "sheet");

    private static final Pattern SPAN = Pattern.compile("[1-9][0-9]{0,2}");
    private static final int DEEPEST = 200;

    private final BufferedWriter writer;
    private final Deque<String> open = new ArrayDeque<>();
    private long room;
    private int skipped;

    /**
     * A page for one document.
     *
     * @param characters of text that are written at most; the rest is left out
     */
    PageHandler(Path page, long characters) throws IOException {
        this.room = characters;
        this.writer = new BufferedWriter(new OutputStreamWriter(
                Files.newOutputStream(page),
                StandardCharsets.UTF_8
                        .newEncoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .replaceWith(new byte[] {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD})));
    }

    @Override
    public void startElement(String namespace, String localName, String qualifiedName, Attributes attributes) {
        String name = nameOf(localName, qualifiedName);
        if (SKIPPED.contains(name)) {
            skipped++;
        }
        if (skipped > 0) {
            return;
        }
        if (EMPTY.contains(name)) {
            write("<" + name + ">");
        } else if (ELEMENTS.containsKey(name) && open.size() < DEEPEST) {
            String written = ELEMENTS.get(name);
            open.push(written);
            write("<" + written + attributes(written, attributes) + ">");
        }
    }

    private static String attributes(String element, Attributes attributes) {
        if (element.equals("td") || element.equals("th")) {
            return span("colspan", attributes) + span("rowspan", attributes);
        }
        String styleClass = attributes.getValue("class");
        return element.equals("div") && styleClass != null && SHEETS.contains(styleClass) ? " class=\"sheet\"" : "";
    }

    private static String span(String name, Attributes attributes) {
        String value = attributes.getValue(name);
        return value != null && SPAN.matcher(value).matches() ? " " + name + "=\"" + value + "\"" : "";
    }

    @Override
    public void endElement(String namespace, String localName, String qualifiedName) {
        String name = nameOf(localName, qualifiedName);
        if (SKIPPED.contains(name)) {
            skipped = Math.max(0, skipped - 1);
            return;
        }
        String written = ELEMENTS.get(name);
        if (skipped > 0 || written == null || !open.contains(written)) {
            return;
        }
        // parsers of damaged documents do not always balance their elements
        String closed;
        do {
            closed = open.pop();
            write("</" + closed + ">");
        } while (!closed.equals(written));
    }

    @Override
    public void characters(char[] characters, int start, int length) {
        if (skipped > 0) {
            return;
        }
        StringBuilder escaped = new StringBuilder(length + 16);
        for (int i = start; i < start + length && room > 0; i++, room--) {
            char character = characters[i];
            switch (character) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> {
                    if (!Character.isISOControl(character) || character == '\n' || character == '\t') {
                        escaped.append(character);
                    }
                }
            }
        }
        write(escaped.toString());
    }

    private void write(String html) {
        try {
            writer.write(html);
        } catch (IOException failure) {
            throw new MachineFaultException("cannot write a page", failure);
        }
    }

    private static String nameOf(String localName, String qualifiedName) {
        return (localName.isEmpty() ? qualifiedName : localName).toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            write("</" + open.pop() + ">");
        }
        try {
            writer.close();
        } catch (IOException failure) {
            throw new MachineFaultException("cannot write a page", failure);
        }
    }
}
