package io.docket.ingest.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.docket.ingest.ExtractedItem;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One JSON object a line: path, parent, status, reason, mediaType, characters, sha256, language, millis. */
final class JsonItemReport implements ItemReport {
    private final ObjectMapper mapper = new ObjectMapper();
    private final PrintStream out;

    JsonItemReport(PrintStream out) {
        this.out = out;
    }

    @Override
    public void line(ExtractedItem item) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("path", item.path());
        fields.put("parent", parentOf(item));
        fields.put("status", status(item));
        fields.put("reason", item.reason());
        fields.put("mediaType", item.mediaType());
        fields.put("characters", item.characters());
        fields.put("sha256", item.sha256());
        fields.put("language", item.metadata().language().orElse(null));
        fields.put("millis", item.elapsed().toMillis());
        try {
            String line = mapper.writeValueAsString(fields);
            synchronized (out) {
                out.println(line);
            }
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("text and numbers always have a JSON form", impossible);
        }
    }

    static String status(ExtractedItem item) {
        return item.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String parentOf(ExtractedItem item) {
        return item.isRoot()
                ? null
                : item.path().substring(0, item.path().length() - item.name().length() - 1);
    }
}
