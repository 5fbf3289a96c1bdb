package io.docket.index.query;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run of whole days.
 *
 * @param from first day
 * @param to day after the last
 */
record DatePeriod(LocalDate from, LocalDate to) {

    private static final Pattern ISO = Pattern.compile("(\\d{4})(?:[-/.](\\d{1,2})(?:[-/.](\\d{1,2}))?)?(?:T.*)?");
    private static final Pattern LAST_COUNT =
            Pattern.compile("(?:last|past|previous) (\\d{1,4}) (day|week|month|year)s?");
    private static final Pattern COUNT_AGO = Pattern.compile("(\\d{1,4}) (day|week|month|year)s? ago");

    /** Reads a day, month or year in ISO order, or words such as "last month"; empty when it is neither. */
    static Optional<DatePeriod> parse(String text, Clock clock) {
        String words = text.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", " ").strip();
        try {
            Matcher iso = ISO.matcher(text.strip());
            if (iso.matches()) {
                return Optional.of(ofNumbers(iso));
            }
            return ofWords(words, LocalDate.now(clock));
        } catch (DateTimeException | ArithmeticException e) {
            // a thirteenth month or a date beyond the calendar is as good as no date
            return Optional.empty();
        }
    }

    private static DatePeriod ofNumbers(Matcher iso) {
        int year = Integer.parseInt(iso.group(1));
        if (iso.group(2) == null) {
            LocalDate first = LocalDate.of(year, 1, 1);
            return new DatePeriod(first, first.plusYears(1));
        }
        int month = Integer.parseInt(iso.group(2));
        if (iso.group(3) == null) {
            LocalDate first = LocalDate.of(year, month, 1);
            return new DatePeriod(first, first.plusMonths(1));
        }
        LocalDate day = LocalDate.of(year, month, Integer.parseInt(iso.group(3)));
        return new DatePeriod(day, day.plusDays(1));
    }

    private static Optional<DatePeriod> ofWords(String words, LocalDate today) {
        Matcher count = LAST_COUNT.matcher(words);
        if (count.matches()) {
            LocalDate first = today.minus(units(count.group(1), count.group(2)));
            return Optional.of(new DatePeriod(first, today.plusDays(1)));
        }
        Matcher ago = COUNT_AGO.matcher(words);
        if (ago.matches()) {
            LocalDate day = today.minus(units(ago.group(1), ago.group(2)));
            return Optional.of(new DatePeriod(day, day.plusDays(1)));
        }
        LocalDate monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        LocalDate month = today.withDayOfMonth(1);
        LocalDate quarter = month.minusMonths((month.getMonthValue() - 1) % 3);
        LocalDate year = today.withDayOfYear(1);
        return Optional.ofNullable(
                switch (words) {
                    case "today" -> new DatePeriod(today, today.plusDays(1));
                    case "yesterday" -> new DatePeriod(today.minusDays(1), today);
                    case "this week" -> new DatePeriod(monday, monday.plusWeeks(1));
                    case "last week", "previous week" -> new DatePeriod(monday.minusWeeks(1), monday);
                    case "this month" -> new DatePeriod(month, month.plusMonths(1));
                    case "last month", "previous month" -> new DatePeriod(month.minusMonths(1), month);
                    case "this quarter" -> new DatePeriod(quarter, quarter.plusMonths(3));
                    case "last quarter", "previous quarter" -> new DatePeriod(quarter.minusMonths(3), quarter);
                    case "this year" -> new DatePeriod(year, year.plusYears(1));
                    case "last year", "previous year" -> new DatePeriod(year.minusYears(1), year);
                    default -> null;
                });
    }

    private static Period units(String count, String unit) {
        int number = Integer.parseInt(count);
        return switch (unit) {
            case "day" -> Period.ofDays(number);
            case "week" -> Period.ofWeeks(number);
            case "month" -> Period.ofMonths(number);
            case "year" -> Period.ofYears(number);
            default -> throw new IllegalStateException("the pattern admits no unit \"" + unit + "\"");
        };
    }
}
