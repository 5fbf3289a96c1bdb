package io.docket.web.pipeline;

import java.util.Map;

/** Plain words for media types, as facets show them. */
final class TypeGroups {
    private static final Map<String, String> WHOLE = Map.ofEntries(
            Map.entry("application/pdf", "pdf"),
            Map.entry("message/rfc822", "mail"),
            Map.entry("application/vnd.ms-outlook", "mail"),
            Map.entry("application/mbox", "mail"),
            Map.entry("application/vnd.ms-outlook-pst", "mail"),
            Map.entry("text/html", "web page"),
            Map.entry("application/xhtml+xml", "web page"),
            Map.entry("text/csv", "spreadsheet"),
            Map.entry("text/tab-separated-values", "spreadsheet"),
            Map.entry("application/vnd.ms-excel", "spreadsheet"),
            Map.entry("application/msword", "text document"),
            Map.entry("application/rtf", "text document"),
            Map.entry("text/rtf", "text document"),
            Map.entry("application/vnd.oasis.opendocument.text", "text document"),
            Map.entry("application/vnd.oasis.opendocument.spreadsheet", "spreadsheet"),
            Map.entry("application/vnd.oasis.opendocument.presentation", "presentation"),
            Map.entry("application/vnd.ms-powerpoint", "presentation"),
            Map.entry("application/epub+zip", "book"),
            Map.entry("application/zip", "archive"),
            Map.entry("application/gzip", "archive"),
            Map.entry("application/x-tar", "archive"),
            Map.entry("application/x-7z-compressed", "archive"),
            Map.entry("application/x-rar-compressed", "archive"));

    private TypeGroups() {}

    /** The group of a media type; {@code other} for types that people rarely meet, {@code unknown} for none. */
    static String of(String mediaType) {
        String bare = mediaType.split(";", 2)[0].strip();
        if (bare.isEmpty() || bare.equals("application/octet-stream")) {
            return "unknown";
        }
        String known = WHOLE.get(bare);
        if (known != null) {
            return known;
        }
        if (bare.contains("wordprocessingml") || bare.startsWith("application/vnd.ms-word")) {
            return "text document";
        }
        if (bare.contains("spreadsheetml") || bare.startsWith("application/vnd.ms-excel")) {
            return "spreadsheet";
        }
        if (bare.contains("presentationml") || bare.startsWith("application/vnd.ms-powerpoint")) {
            return "presentation";
        }
        return switch (bare.substring(0, Math.max(0, bare.indexOf('/')))) {
            case "text" -> "plain text";
            case "image" -> "picture";
            case "audio" -> "sound";
            case "video" -> "film";
            default -> "other";
        };
    }
}
