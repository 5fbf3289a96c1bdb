package io.docket.web.search;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Lines of CSV files (RFC 4180) that spreadsheets do not take for formulas: a cell that begins like one gets an apostrophe in
 * front, which spreadsheets show as text.
 */
public final class CsvLine {
    /** What spreadsheets read the file's encoding from. */
    public static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final String FORMULA = "=+-@\t\r";

    private CsvLine() {}

    /** One line with its end. */
    public static String of(Collection<String> cells) {
        return cells.stream().map(CsvLine::cell).collect(Collectors.joining(",")) + "\r\n";
    }

    private static String cell(String value) {
        boolean formula = !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0 && !isNumber(value);
        String safe = formula ? "'" + value : value;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r' || c == ';');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    /** A negative number is no formula. */
    private static boolean isNumber(String value) {
        return value.length() > 1
                && value.charAt(0) == '-'
                && value.chars().skip(1).allMatch(c -> c >= '0' && c <= '9' || c == '.');
    }
}
