package io.docket.web.search;

import io.docket.ingest.Outcome;
import io.docket.web.pipeline.Document;
import java.util.Set;

/** How a document as it was can be shown in a browser without trusting it. */
public enum OriginalKind {
    /** By the browser's own PDF viewer, which runs apart from the page. */
    PDF,
    /** As a picture. */
    IMAGE,
    /** As a page that our reader wrote: headings, tables, lists and emphasis, nothing else. */
    PAGE,
    /** Not better than its text. */
    NONE;

    /** What browsers draw by themselves. Drawings that can hold scripts (SVG) are not among them. */
    private static final Set<String> IMAGES = Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp");

    private static final Set<String> PAGES = Set.of(
            "message/rfc822",
            "application/rtf",
            "text/rtf",
            "text/html",
            "application/xhtml+xml",
            "application/epub+zip",
            "text/csv");

    /** How a document can be shown. */
    static OriginalKind of(Document document) {
        String type = document.mediaType().split(";", 2)[0].strip();
        boolean closed = document.outcome()
                .map(outcome -> outcome == Outcome.ENCRYPTED || outcome == Outcome.QUARANTINED)
                .orElse(true);
        if (closed) {
            return NONE;
        }
        if (type.equals("application/pdf")) {
            return PDF;
        }
        if (IMAGES.contains(type)) {
            return IMAGE;
        }
        return PAGES.contains(type) || isOffice(type) ? PAGE : NONE;
    }

    private static boolean isOffice(String type) {
        return type.equals("application/msword")
                || type.startsWith("application/vnd.ms-")
                || type.startsWith("application/vnd.openxmlformats-officedocument.")
                || type.startsWith("application/vnd.oasis.opendocument.");
    }

    /** The media type that the bytes are sent with, whatever the document claims. */
    String mediaType(Document document) {
        return switch (this) {
            case PDF -> "application/pdf";
            case IMAGE -> document.mediaType().split(";", 2)[0].strip();
            case PAGE, NONE -> "application/octet-stream";
        };
    }

    /** Whether there is anything to show. */
    public boolean isShown() {
        return this != NONE;
    }
}
