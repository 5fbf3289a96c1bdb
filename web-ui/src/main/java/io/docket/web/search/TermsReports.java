package io.docket.web.search;

import io.docket.index.TermsReport;
import io.docket.index.TermsReportRequest;
import io.docket.web.audit.AuditLog;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.upload.Collections;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes search terms reports for people: which terms of a list are worth their documents. */
@ApplicationScoped
class TermsReports {
    private static final int LONGEST_TERM = 1_000;

    private final DocumentSearch search;
    private final Collections collections;
    private final CurrentUser user;
    private final AuditLog audit;

    TermsReports(DocumentSearch search, Collections collections, CurrentUser user, AuditLog audit) {
        this.search = search;
        this.collections = collections;
        this.user = user;
        this.audit = audit;
    }

    /**
     * A report.
     *
     * @param terms one query per line; blank lines are passed over
     * @param query restricts what the report is about; blank for everything
     * @param filters restrict it further
     * @param label {@code classifier/label} whose predictions say what is wanted; blank for none
     * @param tag {@code tag-set/tag} whose coding says what is wanted; blank for none
     */
    TermsReportView report(String terms, String query, List<String> filters, String label, String tag) {
        List<String> lines = terms.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> line.length() > LONGEST_TERM ? line.substring(0, LONGEST_TERM) : line)
                .distinct()
                .toList();
        Optional<TermsReportRequest.Wanted> predicted = wanted(label);
        Optional<TermsReportRequest.Wanted> coded = wanted(tag);
        TermsReport report = search.termsReport(
                user.tenantId(), lines, QuestionReader.read(query, filters, null, 0, null, false), predicted, coded);
        audit.record("search.terms-report", "search", lines.size() + " terms");
        Map<String, String> names = collections.names().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().toString(), Map.Entry::getValue));
        return new TermsReportView(
                report.lines().stream().map(line -> line(line, names)).toList(),
                report.documents(),
                report.withFamilies(),
                report.searched(),
                report.partial(),
                predicted.isPresent() ? label : "",
                coded.isPresent() ? tag : "");
    }

    private static Optional<TermsReportRequest.Wanted> wanted(String text) {
        int slash = text.indexOf('/');
        return slash <= 0 || slash == text.length() - 1
                ? Optional.empty()
                : Optional.of(new TermsReportRequest.Wanted(text.substring(0, slash), text.substring(slash + 1)));
    }

    private static TermsReportView.Line line(TermsReport.Line line, Map<String, String> names) {
        TreeMap<String, Long> byName = new TreeMap<>();
        line.collections().forEach((id, count) -> byName.merge(names.getOrDefault(id, id), count, Long::sum));
        return new TermsReportView.Line(
                line.term(),
                line.interpretation().understood(),
                line.interpretation().ignored().stream()
                        .map(ignored -> ignored.text() + ": " + ignored.reason())
                        .toList(),
                line.documents(),
                line.unique(),
                line.withFamilies(),
                byName,
                line.precision().predicted(),
                line.precision().expected(),
                line.precision().judged(),
                line.precision().wanted());
    }

    /** The report as CSV. */
    static String csv(TermsReportView report) {
        StringBuilder csv = new StringBuilder(CsvLine.BYTE_ORDER_MARK);
        List<String> collections = report.lines().stream()
                .flatMap(line -> line.collections().keySet().stream())
                .distinct()
                .sorted()
                .toList();
        Stream<String> fixed = Stream.of("Term", "Understood as", "Documents", "Unique", "With family");
        Stream<String> predicted = report.label().isEmpty()
                ? Stream.empty()
                : Stream.of("Predicted " + report.label(), "Expected precision");
        Stream<String> coded = report.tag().isEmpty()
                ? Stream.empty()
                : Stream.of("Coded", "Coded " + report.tag(), "Precision among coded");
        csv.append(CsvLine.of(Stream.of(fixed, predicted, coded, collections.stream())
                .flatMap(each -> each)
                .toList()));
        for (TermsReportView.Line line : report.lines()) {
            Stream<String> counts = Stream.of(
                    line.term(),
                    line.understood(),
                    Long.toString(line.documents()),
                    Long.toString(line.unique()),
                    Long.toString(line.withFamily()));
            Stream<String> byModel = report.label().isEmpty()
                    ? Stream.empty()
                    : Stream.of(Long.toString(line.predicted()), share(line.expectedPrecision()));
            Stream<String> byPeople = report.tag().isEmpty()
                    ? Stream.empty()
                    : Stream.of(
                            Long.toString(line.judged()), Long.toString(line.wanted()), share(line.judgedPrecision()));
            Stream<String> byCollection = collections.stream()
                    .map(name -> Long.toString(line.collections().getOrDefault(name, 0L)));
            csv.append(CsvLine.of(Stream.of(counts, byModel, byPeople, byCollection)
                    .flatMap(each -> each)
                    .toList()));
        }
        return csv.toString();
    }

    private static String share(Optional<Double> share) {
        return share.map(value -> String.format(Locale.ROOT, "%.4f", value)).orElse("");
    }
}
