package io.docket.ingest.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Prints the rows of a benchmark: name, unit, ours, peer, ratio. */
final class BenchReport {
    private final ObjectMapper mapper = new ObjectMapper();
    private final PrintStream out;
    private final boolean json;

    BenchReport(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** A row that is compared. */
    void row(String name, String unit, double ours, double peer) {
        print(name, unit, ours, peer, ours / peer);
    }

    /** A row without a peer. */
    void row(String name, String unit, double ours) {
        print(name, unit, ours, null, null);
    }

    private void print(String name, String unit, Double ours, Double peer, Double ratio) {
        if (!json) {
            out.printf(
                    Locale.ROOT,
                    "%-45s %-6s %10.2f %10s %6s%n",
                    name,
                    unit,
                    ours,
                    peer == null ? "" : String.format(Locale.ROOT, "%.2f", peer),
                    ratio == null ? "" : String.format(Locale.ROOT, "%.2f", ratio));
            return;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("unit", unit);
        fields.put("ours", ours);
        fields.put("peer", peer);
        fields.put("ratio", ratio);
        try {
            out.println(mapper.writeValueAsString(fields));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("text and numbers always have a JSON form", impossible);
        }
    }
}
