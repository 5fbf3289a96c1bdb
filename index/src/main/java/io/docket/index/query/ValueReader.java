package io.docket.index.query;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the values of fields that do not hold words. Empty answers for what cannot be read. */
final class ValueReader {

    private static final Pattern COMPARISON = Pattern.compile("(<=|>=|=<|=>|<|>|=)\\s*(.*)", Pattern.DOTALL);
    private static final Pattern RANGE =
            Pattern.compile("(.*?)\\s*(?:\\.\\.+|\\s(?:TO|to)\\s)\\s*(.*)", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?|\\.\\d{1,9})\\s*(%?)");
    private static final Pattern BYTES = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)\\s*(b|kb|k|mb|m|gb|g|tb|t)?");
    /** No date or number is longer; keeps the patterns above from backtracking over pages of blanks. */
    private static final int LONGEST = 100;

    private static final int MOST_CONFIDENT = 10_000;

    private ValueReader() {}

    static Optional<QueryNode> read(QueryField field, String text, Clock clock) {
        if (text.isBlank() || (field.kind() != QueryField.Kind.VALUE && text.length() > LONGEST)) {
            return Optional.empty();
        }
        return switch (field.kind()) {
            case VALUE, WORDS -> Optional.of(new QueryNode.Value(field, text));
            case CONFIDENCE -> confidence(text);
            case SIZE -> size(text);
            case DATE -> dates(field, text, clock);
        };
    }

    private static Optional<QueryNode> confidence(String text) {
        Matcher comparison = COMPARISON.matcher(text);
        if (comparison.matches()) {
            Optional<Integer> bound = tenThousandths(comparison.group(2));
            return bound.map(value -> switch (comparison.group(1)) {
                case ">" -> new QueryNode.Confidence(value + 1, MOST_CONFIDENT);
                case ">=", "=>" -> new QueryNode.Confidence(value, MOST_CONFIDENT);
                case "<" -> new QueryNode.Confidence(0, value - 1);
                case "<=", "=<" -> new QueryNode.Confidence(0, value);
                default -> new QueryNode.Confidence(value, value);
            });
        }
        Matcher range = RANGE.matcher(text);
        if (range.matches()) {
            Optional<Integer> from = open(range.group(1)) ? Optional.of(0) : tenThousandths(range.group(1));
            Optional<Integer> to = open(range.group(2)) ? Optional.of(MOST_CONFIDENT) : tenThousandths(range.group(2));
            return from.flatMap(low -> to.map(high -> new QueryNode.Confidence(low, high)));
        }
        // a bare number is meant as "at least": nobody looks for exactly 0.9
        return tenThousandths(text).map(value -> new QueryNode.Confidence(value, MOST_CONFIDENT));
    }

    private static Optional<Integer> tenThousandths(String text) {
        Matcher number = NUMBER.matcher(text.strip());
        if (!number.matches()) {
            return Optional.empty();
        }
        double value = Double.parseDouble(number.group(1));
        if (!number.group(2).isEmpty() || (value > 1 && value <= 100)) {
            value /= 100;
        }
        return value > 1 ? Optional.empty() : Optional.of((int) Math.round(value * MOST_CONFIDENT));
    }

    private static Optional<QueryNode> size(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        Matcher comparison = COMPARISON.matcher(lower);
        if (comparison.matches()) {
            return bytes(comparison.group(2)).map(value -> switch (comparison.group(1)) {
                case ">" -> new QueryNode.Size(value + 1, Long.MAX_VALUE);
                case ">=", "=>" -> new QueryNode.Size(value, Long.MAX_VALUE);
                case "<" -> new QueryNode.Size(0, value - 1);
                case "<=", "=<" -> new QueryNode.Size(0, value);
                default -> new QueryNode.Size(value, value);
            });
        }
        Matcher range = RANGE.matcher(lower);
        if (range.matches()) {
            Optional<Long> from = open(range.group(1)) ? Optional.of(0L) : bytes(range.group(1));
            Optional<Long> to = open(range.group(2)) ? Optional.of(Long.MAX_VALUE) : bytes(range.group(2));
            return from.flatMap(low -> to.map(high -> new QueryNode.Size(low, high)));
        }
        return bytes(lower).map(value -> new QueryNode.Size(value, value));
    }

    private static Optional<Long> bytes(String text) {
        Matcher bytes = BYTES.matcher(text.strip());
        if (!bytes.matches()) {
            return Optional.empty();
        }
        String unit = bytes.group(2) == null ? "b" : bytes.group(2);
        double factor =
                switch (unit.charAt(0)) {
                    case 'k' -> 1024;
                    case 'm' -> 1024 * 1024;
                    case 'g' -> 1024.0 * 1024 * 1024;
                    case 't' -> 1024.0 * 1024 * 1024 * 1024;
                    default -> 1;
                };
        return Optional.of((long) (Double.parseDouble(bytes.group(1)) * factor));
    }

    private static Optional<QueryNode> dates(QueryField field, String text, Clock clock) {
        QueryField target = field == QueryField.INGESTED ? QueryField.INGESTED : QueryField.DATE;
        if (field == QueryField.BEFORE) {
            return DatePeriod.parse(text, clock).map(period -> before(target, period.from(), clock));
        }
        if (field == QueryField.AFTER) {
            return DatePeriod.parse(text, clock).map(period -> from(target, period.to(), clock));
        }
        Matcher comparison = COMPARISON.matcher(text);
        if (comparison.matches()) {
            return DatePeriod.parse(comparison.group(2), clock).map(period -> switch (comparison.group(1)) {
                case ">" -> from(target, period.to(), clock);
                case ">=", "=>" -> from(target, period.from(), clock);
                case "<" -> before(target, period.from(), clock);
                case "<=", "=<" -> before(target, period.to(), clock);
                default -> between(target, period, clock);
            });
        }
        Optional<DatePeriod> whole = DatePeriod.parse(text, clock);
        if (whole.isPresent()) {
            return whole.map(period -> between(target, period, clock));
        }
        Matcher range = RANGE.matcher(text);
        if (range.matches()) {
            Optional<DatePeriod> from = DatePeriod.parse(range.group(1), clock);
            Optional<DatePeriod> to = DatePeriod.parse(range.group(2), clock);
            if (open(range.group(1))) {
                return to.map(period -> before(target, period.to(), clock));
            }
            if (open(range.group(2))) {
                return from.map(period -> from(target, period.from(), clock));
            }
            return from.flatMap(
                    first -> to.map(last -> between(target, new DatePeriod(first.from(), last.to()), clock)));
        }
        return Optional.empty();
    }

    private static QueryNode before(QueryField field, LocalDate day, Clock clock) {
        return new QueryNode.Dates(field, Instant.MIN, start(day, clock));
    }

    private static QueryNode from(QueryField field, LocalDate day, Clock clock) {
        return new QueryNode.Dates(field, start(day, clock), Instant.MAX);
    }

    private static QueryNode between(QueryField field, DatePeriod period, Clock clock) {
        return new QueryNode.Dates(field, start(period.from(), clock), start(period.to(), clock));
    }

    private static Instant start(LocalDate day, Clock clock) {
        return day.atStartOfDay(clock.getZone()).toInstant();
    }

    private static boolean open(String bound) {
        return bound.isBlank() || bound.strip().equals("*");
    }
}
