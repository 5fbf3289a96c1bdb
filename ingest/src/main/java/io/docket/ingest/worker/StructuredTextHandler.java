package io.docket.ingest.worker;

import io.docket.ingest.TextStructure;
import io.docket.ingest.TextStructure.Span;
import io.docket.ingest.TextStructure.SpanKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Turns the XHTML events of a parser into plain text and the spans of its structure. Blocks are separated by a line
 * feed, headings and pages by an empty line, cells of a row by a tab. White space inside a block is kept as the parser
 * gave it, except that runs of line feeds never exceed two.
 */
final class StructuredTextHandler extends DefaultHandler {
    private static final int LONGEST_LABEL = 200;
    private static final int MOST_SPANS = 100_000;

    private static final Set<String> BLOCKS = Set.of(
            "p",
            "div",
            "tr",
            "li",
            "ul",
            "ol",
            "dl",
            "dt",
            "dd",
            "table",
            "blockquote",
            "pre",
            "address",
            "section",
            "article",
            "header",
            "footer",
            "title",
            "form",
            "fieldset",
            "caption",
            "hr");
    private static final Set<String> SKIPPED = Set.of("head", "script", "style");

    private final TextSink sink;
    private final boolean spreadsheet;
    private final List<Span> spans = new ArrayList<>();
    private final Map<SpanKind, Integer> counts = new EnumMap<>(SpanKind.class);
    private final Deque<Element> open = new ArrayDeque<>();
    private final StringBuilder label = new StringBuilder();
    private int skipped;
    private int headings;
    private int lineFeedsAtEnd = 2;
    private int pendingLineFeeds;
    private boolean pendingTab;
    private boolean pendingSpace;
    private boolean spaceAtEnd;
    private boolean rowHasCell;

    /** An element that is open: its name and, where it is structure, where it began. */
    private record Element(String name, SpanKind kind, long start) {}

    /**
     * A handler for one document.
     *
     * @param sink takes the text
     * @param spreadsheet whether the parser's pages are sheets, as those of the old Excel format are
     */
    StructuredTextHandler(TextSink sink, boolean spreadsheet) {
        this.sink = sink;
        this.spreadsheet = spreadsheet;
    }

    /** The structure met so far, in order of beginning. */
    TextStructure structure() {
        return new TextStructure(
                spans.stream().sorted(Comparator.comparingLong(Span::start)).toList());
    }

    @Override
    public void startElement(String namespace, String localName, String qualifiedName, Attributes attributes) {
        String name = nameOf(localName, qualifiedName);
        if (SKIPPED.contains(name)) {
            skipped++;
        }
        SpanKind kind = kindOf(name, attributes.getValue("class"));
        if (isHeading(name)) {
            requestLineFeeds(2);
            headings++;
            label.setLength(0);
        } else if (kind == SpanKind.PAGE || kind == SpanKind.SLIDE || kind == SpanKind.SHEET) {
            requestLineFeeds(2);
            label.setLength(0);
        } else if (BLOCKS.contains(name)) {
            requestLineFeeds(1);
        }
        switch (name) {
            case "tr" -> rowHasCell = false;
            case "td", "th" -> {
                pendingTab = rowHasCell;
                rowHasCell = true;
            }
            case "br" -> requestLineFeeds(lineFeedsAtEnd + pendingLineFeeds + 1);
            default -> {
                // Nothing is written for inline elements.
            }
        }
        open.push(new Element(name, kind, kind == null ? 0 : nextOffset()));
    }

    @Override
    public void endElement(String namespace, String localName, String qualifiedName) {
        String name = nameOf(localName, qualifiedName);
        Element element = close(name);
        if (element == null) {
            return;
        }
        if (SKIPPED.contains(name)) {
            skipped--;
        }
        if (element.kind() != null) {
            addSpan(element);
        }
        if (isHeading(name)) {
            headings--;
            requestLineFeeds(2);
        } else if (BLOCKS.contains(name)) {
            requestLineFeeds(1);
        }
    }

    @Override
    public void characters(char[] characters, int start, int length) {
        if (skipped > 0) {
            return;
        }
        for (int i = start; i < start + length; i++) {
            character(characters[i]);
        }
    }

    @Override
    public void ignorableWhitespace(char[] characters, int start, int length) {
        // Parsers indent their XHTML with it, where blocks separate lines already; within a paragraph the PDF parser
        // ends lines by it.
        if (skipped == 0) {
            pendingSpace = lineFeedsAtEnd == 0;
        }
    }

    private void character(char character) {
        if (character == '\r') {
            return;
        }
        if (character == '\n') {
            requestLineFeeds(lineFeedsAtEnd + pendingLineFeeds + 1);
            return;
        }
        boolean space = character == ' ' || character == '\t' || character == '\u00a0';
        if (space && (pendingLineFeeds > 0 || lineFeedsAtEnd > 0 || pendingTab)) {
            return;
        }
        flushSeparators(space);
        sink.append(character);
        lineFeedsAtEnd = 0;
        if (headings > 0 && label.length() < LONGEST_LABEL) {
            label.append(character);
        }
    }

    /** @param spaceFollows whether what comes next separates words by itself */
    private void flushSeparators(boolean spaceFollows) {
        if (pendingSpace && !spaceFollows && !spaceAtEnd && pendingLineFeeds == 0 && !pendingTab) {
            sink.append(' ');
        }
        pendingSpace = false;
        spaceAtEnd = spaceFollows;
        for (; pendingLineFeeds > 0; pendingLineFeeds--) {
            sink.append('\n');
            lineFeedsAtEnd++;
        }
        if (pendingTab) {
            sink.append('\t');
            pendingTab = false;
        }
    }

    /** Asks for the text to be followed by at least this many line feeds, two at most; written when text follows. */
    private void requestLineFeeds(int wanted) {
        pendingLineFeeds = Math.max(pendingLineFeeds, Math.min(wanted, 2) - lineFeedsAtEnd);
        if (pendingLineFeeds > 0) {
            pendingTab = false;
        }
    }

    private long nextOffset() {
        return sink.characters() + Math.max(pendingLineFeeds, 0);
    }

    /** Parsers of damaged documents do not always balance their elements. */
    private Element close(String name) {
        if (open.stream().noneMatch(element -> element.name().equals(name))) {
            return null;
        }
        while (true) {
            Element element = open.pop();
            if (element.name().equals(name)) {
                return element;
            }
            if (SKIPPED.contains(element.name())) {
                skipped--;
            }
            if (isHeading(element.name())) {
                headings--;
            }
        }
    }

    private void addSpan(Element element) {
        int number = element.kind() == SpanKind.HEADING
                ? element.name().charAt(1) - '0'
                : counts.merge(element.kind(), 1, Integer::sum);
        long start = Math.min(element.start(), sink.characters());
        boolean empty = start == sink.characters();
        boolean kept = element.kind() == SpanKind.PAGE || element.kind() == SpanKind.SLIDE || !empty;
        if (kept && spans.size() < MOST_SPANS) {
            boolean named = element.kind() == SpanKind.HEADING || element.kind() == SpanKind.SHEET;
            String words = named ? label.toString() : "";
            spans.add(new Span(element.kind(), number, start, sink.characters(), words));
        }
    }

    private static String nameOf(String localName, String qualifiedName) {
        return (localName.isEmpty() ? qualifiedName : localName).toLowerCase(Locale.ROOT);
    }

    private static boolean isHeading(String name) {
        return name.length() == 2 && name.charAt(0) == 'h' && name.charAt(1) >= '1' && name.charAt(1) <= '6';
    }

    /** The classes are those of Tika's PDF, PowerPoint and Excel parsers. */
    private SpanKind kindOf(String name, String styleClass) {
        if (isHeading(name)) {
            return SpanKind.HEADING;
        }
        if (name.equals("table")) {
            return SpanKind.TABLE;
        }
        if (!name.equals("div") || styleClass == null) {
            return null;
        }
        return switch (styleClass) {
            case "page" -> spreadsheet ? SpanKind.SHEET : SpanKind.PAGE;
            case "slide-content", "slide" -> SpanKind.SLIDE;
            case "sheet" -> SpanKind.SHEET;
            default -> null;
        };
    }
}
