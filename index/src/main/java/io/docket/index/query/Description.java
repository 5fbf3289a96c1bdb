package io.docket.index.query;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says a condition in words, for the line below the query bar. */
final class Description {

    private static final double TEN_THOUSAND = 10_000.0;

    private final ZoneId zone;

    private Description(ZoneId zone) {
        this.zone = zone;
    }

    static String of(QueryNode root, ZoneId zone) {
        Description description = new Description(zone);
        if (!(root instanceof QueryNode.And and)) {
            return description.say(root);
        }
        List<String> words = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        for (QueryNode operand : and.operands()) {
            if (operand instanceof QueryNode.Word(QueryNode.Scope scope, String text)
                    && scope == QueryNode.Scope.ANYWHERE) {
                words.add(text);
            } else {
                rest.add(description.say(operand));
            }
        }
        if (!words.isEmpty()) {
            rest.addFirst((words.size() == 1 ? "word: " : "words: ") + String.join(", ", words));
        }
        return String.join("; ", rest);
    }

    private String say(QueryNode node) {
        return switch (node) {
            case QueryNode.All all -> "everything";
            case QueryNode.And and -> and.operands().stream().map(this::inner).collect(Collectors.joining(" and "));
            case QueryNode.Or or -> or.operands().stream().map(this::inner).collect(Collectors.joining(" or "));
            case QueryNode.Not not -> "not " + inner(not.operand());
            case QueryNode.Near near ->
                near.operands().stream().map(this::inner).collect(Collectors.joining(" and "))
                        + " within "
                        + near.distance()
                        + (near.ordered() ? " words in this order" : " words");
            case QueryNode.Word word -> scoped(word.scope(), "word: ", word.text());
            case QueryNode.Phrase phrase ->
                scoped(phrase.scope(), "phrase: ", "\u201c" + phrase.text() + "\u201d")
                        + (phrase.slop() == 0 ? "" : " (loosely, " + phrase.slop() + ")");
            case QueryNode.Wildcard wildcard -> scoped(wildcard.scope(), "pattern: ", wildcard.pattern());
            case QueryNode.Fuzzy fuzzy -> scoped(fuzzy.scope(), "similar to: ", fuzzy.text());
            case QueryNode.Value value -> value.field().fieldName() + " is " + value.value();
            case QueryNode.Confidence confidence -> confidence(confidence);
            case QueryNode.Dates dates -> dates(dates);
            case QueryNode.Size size -> size(size);
        };
    }

    private String inner(QueryNode node) {
        boolean compound = node instanceof QueryNode.And || node instanceof QueryNode.Or;
        return compound ? "(" + say(node) + ")" : say(node);
    }

    private static String scoped(QueryNode.Scope scope, String what, String text) {
        return scope == QueryNode.Scope.ANYWHERE
                ? what + text
                : scope.name().toLowerCase(Locale.ROOT) + " has " + what + text;
    }

    private static String confidence(QueryNode.Confidence confidence) {
        if (confidence.to() >= TEN_THOUSAND) {
            return "confidence at least " + confidence.from() / TEN_THOUSAND;
        }
        if (confidence.from() <= 0) {
            return "confidence at most " + confidence.to() / TEN_THOUSAND;
        }
        return "confidence from " + confidence.from() / TEN_THOUSAND + " to " + confidence.to() / TEN_THOUSAND;
    }

    private String dates(QueryNode.Dates dates) {
        String name = dates.field().fieldName();
        if (dates.from().equals(Instant.MIN)) {
            return name + " before " + day(dates.to());
        }
        if (dates.to().equals(Instant.MAX)) {
            return name + " from " + day(dates.from());
        }
        LocalDate last = day(dates.to()).minusDays(1);
        LocalDate first = day(dates.from());
        return first.equals(last) ? name + " is " + first : name + " from " + first + " to " + last;
    }

    private LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, zone);
    }

    private static String size(QueryNode.Size size) {
        if (size.to() == Long.MAX_VALUE) {
            return "size at least " + size.from() + " bytes";
        }
        return size.from() <= 0
                ? "size at most " + size.to() + " bytes"
                : "size from " + size.from() + " to " + size.to() + " bytes";
    }
}
