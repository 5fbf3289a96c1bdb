package io.docket.web.account;

import io.docket.web.problem.ProblemException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** In which order a report is read; each has an index, and the id decides between equals. */
public enum ReportOrder {
    /** By path, as the files lay in the sender's folders. */
    PATH("d.path_start, d.id", "(d.path_start, d.id) > (?, ?)"),
    /** By what became of them, then by path. */
    STATUS("d.standing, d.path_start, d.id", "(d.standing, d.path_start, d.id) > (?, ?, ?)"),
    /** The smallest first. */
    SIZE("d.size, d.id", "(d.size, d.id) > (?, ?)"),
    /** The largest first. */
    LARGEST("d.size desc, d.id desc", "(d.size, d.id) < (?, ?)");

    private final String columns;
    private final String beyond;

    ReportOrder(String columns, String beyond) {
        this.columns = columns;
        this.beyond = beyond;
    }

    /**
     * Reads the name of an order.
     *
     * @throws ProblemException when there is none of this name
     */
    public static ReportOrder parse(String text) {
        return Arrays.stream(values())
                .filter(order -> order.key().equals(text.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> ProblemException.badRequest("A report has no order \"" + text + "\": use one of "
                        + Arrays.stream(values()).map(ReportOrder::key).collect(Collectors.joining(", "))));
    }

    /** As addresses and the API write it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String columns() {
        return columns;
    }

    /** The condition that a line comes after a {@link ReportPlace}. */
    String beyond() {
        return beyond;
    }
}
