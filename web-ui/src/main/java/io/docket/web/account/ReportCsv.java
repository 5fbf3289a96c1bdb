package io.docket.web.account;

import java.util.List;

/**
 * Writes report lines as comma-separated values (RFC 4180). A value that a spreadsheet would take for a formula gets an
 * apostrophe in front: file names are chosen by whoever sent them.
 */
final class ReportCsv {
    static final String HEADER =
            "path,parent,depth,status,reason,media_type,size,sha256,characters,language,duplicate_of,custodian,"
                    + "received_at,document,recognition,recognition_note\r\n";

    private ReportCsv() {}

    static String line(ReportLine line) {
        return String.join(
                        ",",
                        List.of(
                                value(line.path()),
                                line.parent().map(Object::toString).orElse(""),
                                Integer.toString(line.depth()),
                                line.status(),
                                value(line.reason()),
                                value(line.mediaType()),
                                Long.toString(line.size()),
                                line.sha256(),
                                Long.toString(line.characters()),
                                value(line.language()),
                                line.duplicateOf().map(Object::toString).orElse(""),
                                value(line.custodian()),
                                line.receivedAt().toString(),
                                line.document().toString(),
                                line.recognition().key(),
                                value(line.recognitionNote())))
                + "\r\n";
    }

    /** A file without a document: only path, status and reason are known. */
    static String line(AbsentFile file) {
        return value(file.path()) + ",,0," + file.status() + "," + value(file.reason()) + ",,,,,,,,,,,\r\n";
    }

    private static String value(String text) {
        boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
        String safe = formula ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
