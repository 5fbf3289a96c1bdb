package io.docket.web.audit;

import java.util.List;
import java.util.stream.Collectors;

/** Entries of the audit record as rows of a CSV file (RFC 4180). */
final class AuditCsv {
    private AuditCsv() {}

    /** One row with its line break. */
    static String row(AuditEntry entry) {
        return List.of(
                        Long.toString(entry.sequence()),
                        entry.recordedAt().toString(),
                        entry.actorId(),
                        entry.actorName(),
                        entry.action(),
                        entry.subject(),
                        entry.detail())
                .stream()
                .map(AuditCsv::field)
                .collect(Collectors.joining(",", "", "\r\n"));
    }

    /** Quoted where needed; a leading sign that a spreadsheet would take for a formula is made text. */
    private static String field(String text) {
        String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }
}
