package io.docket.web.search;

import io.docket.index.Dimension;
import io.docket.index.FacetResult;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a result is spread over time, as bars of months, or of years when there are many months. Public for templates; the
 * drawing is {@value #WIDTH} by {@value #HEIGHT} units.
 *
 * @param bars in time's order, periods without documents included
 * @param first the chosen first period; empty when no dates are chosen
 * @param last the chosen last period
 */
public record DateHistogram(List<Bar> bars, String first, String last) {
    static final int WIDTH = 200;
    static final int HEIGHT = 56;
    private static final int MOST_BARS = 48;
    private static final int MOST_YEARS = 120;
    private static final String TO = "..";
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM yyyy", Locale.ENGLISH);

    public DateHistogram {
        bars = List.copyOf(bars);
    }

    /**
     * A bar.
     *
     * @param period {@code 2024} or {@code 2024-03}
     * @param href the search within this period alone
     */
    public record Bar(
            String period,
            String name,
            long count,
            double left,
            double width,
            double height,
            boolean chosen,
            String href) {
        public double top() {
            return HEIGHT - height;
        }
    }

    /** The histogram of a result; empty when its documents have no dates. */
    static Optional<DateHistogram> of(FacetResult months, SearchAddress address) {
        TreeMap<String, Long> counts = new TreeMap<>();
        months.values().stream()
                .filter(value -> !value.value().contains(TO) && value.value().length() == 7)
                .filter(value -> value.count() > 0)
                .forEach(value -> counts.put(value.value(), value.count()));
        if (counts.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> chosen = address.included().getOrDefault(Dimension.MONTH, java.util.Set.of()).stream()
                .findFirst();
        String first = chosen.map(range -> range.split("\\.\\.", 2)[0]).orElse("");
        String last =
                chosen.map(range -> range.substring(range.lastIndexOf('.') + 1)).orElse("");
        return Optional.of(new DateHistogram(bars(spread(counts), first, last, address), first, last));
    }

    /** Every month between the first and the last, or every year when that would be too many. */
    private static TreeMap<String, Long> spread(TreeMap<String, Long> months) {
        YearMonth from = YearMonth.parse(months.firstKey());
        YearMonth to = YearMonth.parse(months.lastKey());
        TreeMap<String, Long> spread = new TreeMap<>();
        if (from.plusMonths(MOST_BARS).isAfter(to)) {
            for (YearMonth month = from; !month.isAfter(to); month = month.plusMonths(1)) {
                spread.put(month.toString(), months.getOrDefault(month.toString(), 0L));
            }
            return spread;
        }
        // a single wrong date a thousand years ago must not make a thousand bars
        int earliest = Math.max(from.getYear(), to.getYear() - MOST_YEARS);
        for (int year = earliest; year <= to.getYear(); year++) {
            spread.put(String.format(Locale.ROOT, "%04d", year), 0L);
        }
        months.forEach((month, count) -> spread.computeIfPresent(month.substring(0, 4), (year, sum) -> sum + count));
        return spread;
    }

    private static List<Bar> bars(TreeMap<String, Long> counts, String first, String last, SearchAddress address) {
        long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(1);
        double width = (double) WIDTH / counts.size();
        List<Bar> bars = new ArrayList<>();
        for (Map.Entry<String, Long> entry : counts.entrySet()) {
            String period = entry.getKey();
            double height = entry.getValue() == 0 ? 0 : Math.max(2, (double) HEIGHT * entry.getValue() / most);
            boolean chosen = !first.isEmpty() && within(period, first, last);
            bars.add(new Bar(
                    period,
                    nameOf(period),
                    entry.getValue(),
                    bars.size() * width,
                    Math.max(1, width - Math.min(1.5, width / 4)),
                    height,
                    chosen,
                    address.withDates(period).href()));
        }
        return bars;
    }

    private static boolean within(String period, String first, String last) {
        int length = Math.min(period.length(), Math.min(first.length(), last.length()));
        String shortened = period.substring(0, length);
        return shortened.compareTo(first.substring(0, length)) >= 0
                && shortened.compareTo(last.substring(0, length)) <= 0;
    }

    /** A period in words: {@code Mar 2024}, {@code 2024}, {@code Mar 2023 – Jan 2024}. */
    static String nameOf(String period) {
        if (period.contains(TO)) {
            String[] ends = period.split("\\.\\.", 2);
            return ends[0].equals(ends[1]) ? nameOf(ends[0]) : nameOf(ends[0]) + " – " + nameOf(ends[1]);
        }
        return period.matches("\\d{4}-(?:0[1-9]|1[0-2])") ? MONTH.format(YearMonth.parse(period)) : period;
    }

    public String firstName() {
        return bars.getFirst().name();
    }

    public String lastName() {
        return bars.getLast().name();
    }
}
