package io.docket.web.boot;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.docket.index.Access;
import io.docket.index.Dimension;
import io.docket.index.FacetFilter;
import io.docket.index.HighlightOptions;
import io.docket.index.ReadOnlyIndex;
import io.docket.index.SearchHit;
import io.docket.index.SearchRequest;
import io.docket.index.SearchResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Searches a tenant's index from the command line, for whoever may read the data directory: the whole tenant is seen. Reads what
 * was committed last and disturbs nothing, whether the appliance runs or not.
 */
@Command(
        name = "search",
        description = {
            "Searches the documents of a tenant, in the language of the search field.",
            "Reads the data directory itself, so it sees every collection; runs beside the appliance or without it."
        },
        mixinStandardHelpOptions = true)
final class SearchCommand implements Callable<Integer> {
    private static final int MOST = 1_000;
    private static final int PASSAGE = 160;

    @Mixin
    private DataOption data;

    @Parameters(arity = "0..*", paramLabel = "QUERY", description = "What to search for; nothing finds everything.")
    private List<String> query = List.of();

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            description = "Whose documents; may be left out when there is one.")
    private String tenant;

    @Option(
            names = "--collection",
            paramLabel = "NAME",
            description = "Only this collection, by name while the appliance runs, by id always; may be repeated.")
    private List<String> collections = List.of();

    @Option(
            names = "--filter",
            paramLabel = "DIMENSION:VALUE",
            description = "A restriction as in addresses of the search page, such as type:pdf; may be repeated.")
    private List<String> filters = List.of();

    @Option(names = "--limit", paramLabel = "N", description = "Most documents shown (default: 10).")
    private int limit = 10;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (limit < 1 || limit > MOST) {
            throw wrong("--limit is 1 to " + MOST + ", not " + limit);
        }
        Path index = data.directory().resolve("index");
        String chosen = tenant(index);
        Map<String, String> names = CollectionNames.of(data.directory(), chosen);
        List<FacetFilter> restrictions = new ArrayList<>();
        if (!collections.isEmpty()) {
            restrictions.add(FacetFilter.include(
                    Dimension.COLLECTION,
                    collections.stream()
                            .map(given -> names.getOrDefault(given, given))
                            .distinct()
                            .toArray(String[]::new)));
        }
        filters.forEach(filter -> restrictions.add(restriction(filter)));
        SearchRequest request = SearchRequest.builder(Access.everything(), String.join(" ", query))
                .filters(restrictions)
                .size(limit)
                .highlight(new HighlightOptions(1, PASSAGE))
                .collectionNames(names)
                .build();
        try (ReadOnlyIndex reading = ReadOnlyIndex.open(index, chosen)) {
            SearchResponse response = reading.search(request);
            System.out.println(json ? asJson(response) : inWords(response));
        }
        return 0;
    }

    private String tenant(Path index) throws IOException {
        if (!Files.isDirectory(index)) {
            throw wrong("there is no index in " + data.directory() + ": start the appliance once, or give --data");
        }
        List<String> found;
        try (Stream<Path> folders = Files.list(index)) {
            found = folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
        if (tenant == null && found.size() == 1) {
            return found.getFirst();
        }
        if (tenant == null || !found.contains(tenant)) {
            throw wrong((tenant == null ? "name the tenant by --tenant" : "there is no tenant \"" + tenant + "\"")
                    + ": there are " + String.join(", ", found));
        }
        return tenant;
    }

    private FacetFilter restriction(String text) {
        boolean excluded = text.startsWith("-");
        int colon = text.indexOf(':');
        if (colon < 0 || colon == text.length() - 1) {
            throw wrong("the filter \"" + text + "\" has no value: write it as dimension:value, such as type:pdf");
        }
        try {
            Dimension dimension = Dimension.parse(text.substring(excluded ? 1 : 0, colon));
            String value = text.substring(colon + 1);
            return excluded ? FacetFilter.exclude(dimension, value) : FacetFilter.include(dimension, value);
        } catch (IllegalArgumentException e) {
            throw wrong("the filter \"" + text + "\" cannot be read: " + e.getMessage());
        }
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    private static String inWords(SearchResponse response) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d %s%s (%s)",
                response.total(),
                response.total() == 1 ? "document" : "documents",
                response.partial() ? " at least; the search was cut short" : "",
                response.interpretation().understood().isEmpty()
                        ? "everything"
                        : response.interpretation().understood()));
        response.interpretation().ignored().forEach(ignored -> text.append("\nignored ")
                .append(ignored.text())
                .append(": ")
                .append(ignored.reason()));
        for (SearchHit hit : response.hits()) {
            text.append("\n\n").append(hit.title().isBlank() ? hit.name() : hit.title());
            labels(hit)
                    .forEach((classifier, label) ->
                            text.append("  [").append(label).append(']'));
            text.append("\n  ").append(hit.path()).append("  ").append(hit.id());
            if (!hit.passages().isEmpty()) {
                text.append("\n  ")
                        .append(hit.passages()
                                .getFirst()
                                .text()
                                .replaceAll("\\s+", " ")
                                .strip());
            }
        }
        return text.toString();
    }

    private static String asJson(SearchResponse response) {
        ObjectNode report = new ObjectMapper().createObjectNode();
        report.put("total", response.total());
        report.put("partial", response.partial());
        report.put("understood", response.interpretation().understood());
        ArrayNode hits = report.putArray("hits");
        for (SearchHit hit : response.hits()) {
            ObjectNode node = hits.addObject();
            node.put("id", hit.id());
            node.put("title", hit.title());
            node.put("name", hit.name());
            node.put("path", hit.path());
            node.put("collection", hit.collection());
            hit.date().ifPresent(date -> node.put("date", date.toString()));
            ObjectNode labels = node.putObject("labels");
            labels(hit).forEach(labels::put);
            ObjectNode codings = node.putObject("codings");
            hit.codings().forEach((dimension, values) -> values.forEach(codings.putArray(dimension)::add));
            if (!hit.passages().isEmpty()) {
                node.put("passage", hit.passages().getFirst().text());
            }
        }
        return report.toPrettyString();
    }

    /** What classifiers committed themselves to. */
    private static Map<String, String> labels(SearchHit hit) {
        Map<String, String> labels = new HashMap<>();
        hit.predictions().forEach((classifier, said) -> {
            if (!said.abstained()) {
                labels.put(classifier, String.join(", ", said.labels()));
            }
        });
        return labels;
    }
}
