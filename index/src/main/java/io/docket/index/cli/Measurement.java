package io.docket.index.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A line of a benchmark's table.
 *
 * @param ours what was measured
 * @param peer the same of what it is compared with
 */
public record Measurement(String name, String unit, double ours, OptionalDouble peer) {

    /** A line without anything to compare with. */
    public static Measurement of(String name, String unit, double ours) {
        return new Measurement(name, unit, ours, OptionalDouble.empty());
    }

    /** A line beside a peer. */
    public static Measurement of(String name, String unit, double ours, double peer) {
        return new Measurement(name, unit, ours, OptionalDouble.of(peer));
    }

    private OptionalDouble ratio() {
        return peer.isPresent() && peer.getAsDouble() != 0
                ? OptionalDouble.of(ours / peer.getAsDouble())
                : OptionalDouble.empty();
    }

    /** Prints lines as a table, or as JSON rows of name, unit, ours, peer, ratio. */
    public static void print(List<Measurement> lines, boolean json, PrintStream out) {
        if (json) {
            ArrayNode rows = new ObjectMapper().createArrayNode();
            for (Measurement line : lines) {
                ObjectNode row = rows.addObject();
                row.put("name", line.name());
                row.put("unit", line.unit());
                row.put("ours", line.ours());
                line.peer().ifPresentOrElse(value -> row.put("peer", value), () -> row.putNull("peer"));
                line.ratio().ifPresentOrElse(value -> row.put("ratio", value), () -> row.putNull("ratio"));
            }
            out.println(rows.toPrettyString());
            return;
        }
        for (Measurement line : lines) {
            out.printf(
                    Locale.ROOT,
                    "%-52s %14s %14s %8s  %s%n",
                    line.name(),
                    number(line.ours()),
                    line.peer().isPresent() ? number(line.peer().getAsDouble()) : "",
                    line.ratio().isPresent()
                            ? String.format(Locale.ROOT, "%.2f", line.ratio().getAsDouble())
                            : "",
                    line.unit());
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 1000 ? "%,.0f" : "%.3g", value);
    }
}
