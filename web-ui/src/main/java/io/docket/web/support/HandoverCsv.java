package io.docket.web.support;

import java.util.List;
import java.util.stream.Collectors;

/** Hand-overs as a table (RFC 4180), for the help desk's own program. */
final class HandoverCsv {
    private static final String HEAD =
            "number,asked at,asked by,question,category,note,opened,shown,state,closed by,outcome";

    private HandoverCsv() {}

    static String of(List<Handovers.Dossier> dossiers) {
        StringBuilder csv = new StringBuilder(HEAD).append("\r\n");
        for (Handovers.Dossier dossier : dossiers) {
            Handover handover = dossier.handover();
            csv.append(row(List.of(
                            handover.id().toString(),
                            dossier.question().askedAt().toString(),
                            dossier.question().askedName(),
                            dossier.question().question(),
                            dossier.question().label().orElse(""),
                            handover.note(),
                            titles(dossier.opened()),
                            titles(dossier.tried()),
                            handover.open() ? "open" : "closed",
                            handover.closedBy(),
                            handover.outcome())))
                    .append("\r\n");
        }
        return csv.toString();
    }

    private static String titles(List<Handovers.Tried> tried) {
        return tried.stream().map(Handovers.Tried::title).collect(Collectors.joining("; "));
    }

    private static String row(List<String> values) {
        return values.stream().map(HandoverCsv::quoted).collect(Collectors.joining(","));
    }

    /** Spreadsheets take a value that begins so for a formula: an apostrophe before it keeps it a text. */
    private static String quoted(String value) {
        boolean formula = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0;
        return '"' + (formula ? "'" : "") + value.replace("\"", "\"\"") + '"';
    }
}
