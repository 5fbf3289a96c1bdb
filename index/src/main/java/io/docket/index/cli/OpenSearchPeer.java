package io.docket.index.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.docket.index.IndexedDocument;
import io.docket.index.LabelPrediction;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.SplittableRandom;

/**
 * An OpenSearch server as a peer in benchmarks: the same fields, analysis and searches, one shard, no replica, its defaults
 * otherwise. Spoken to over HTTP on one connection, which is part of what is measured, as it is for whoever uses it.
 */
final class OpenSearchPeer {

    private static final String INDEX = "docket-bench";
    private static final int MULTIPLE_CHOICES = 300;
    private static final int HITS = 10;
    private static final int FACET_VALUES = 20;
    private static final int COLLECTION_VALUES = 50;

    private final URI server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();

    OpenSearchPeer(URI server) {
        this.server = server;
    }

    /** Makes the index anew. */
    void create() throws IOException {
        send("DELETE", "/" + INDEX + "?ignore_unavailable=true", "");
        ObjectNode body = json.createObjectNode();
        ObjectNode settings = body.putObject("settings");
        settings.put("number_of_shards", 1).put("number_of_replicas", 0);
        ObjectNode analyzer =
                settings.putObject("analysis").putObject("analyzer").putObject("docket");
        analyzer.put("type", "custom").put("tokenizer", "standard");
        analyzer.putArray("filter").add("lowercase").add("asciifolding");
        ObjectNode fields = body.putObject("mappings").put("dynamic", "strict").putObject("properties");
        for (String keyword : List.of(
                "collection",
                "family",
                "type",
                "media",
                "language",
                "outcome",
                "custodian",
                "author",
                "has",
                "label",
                "model",
                "order")) {
            fields.putObject(keyword).put("type", "keyword");
        }
        for (String words : List.of("titleWords", "nameWords", "pathWords", "custodianWords", "authorWords", "head")) {
            fields.putObject(words).put("type", "text").put("analyzer", "docket");
        }
        fields.putObject("text").put("type", "text").put("analyzer", "docket").put("index_options", "offsets");
        fields.putObject("date").put("type", "date");
        fields.putObject("ingested").put("type", "date");
        fields.putObject("size").put("type", "long");
        fields.putObject("confidence").put("type", "float");
        send("PUT", "/" + INDEX, json.writeValueAsString(body));
    }

    void put(List<IndexedDocument> documents) throws IOException {
        StringBuilder bulk = new StringBuilder();
        for (IndexedDocument document : documents) {
            ObjectNode action = json.createObjectNode();
            action.putObject("index").put("_id", document.id());
            bulk.append(json.writeValueAsString(action)).append('\n');
            bulk.append(json.writeValueAsString(source(document))).append('\n');
        }
        bulk(bulk);
    }

    private void bulk(StringBuilder lines) throws IOException {
        JsonNode answer = send("POST", "/" + INDEX + "/_bulk", lines.toString());
        if (answer.path("errors").asBoolean()) {
            throw new IOException("OpenSearch refused documents: "
                    + answer.path("items").path(0).toString());
        }
    }

    private ObjectNode source(IndexedDocument document) {
        ObjectNode source = json.createObjectNode();
        source.put("collection", document.collection());
        source.put("family", document.family());
        source.put("type", document.typeGroup());
        source.put("media", document.mediaType());
        source.put("language", document.language());
        source.put("outcome", document.outcome());
        ArrayNode head = source.putArray("head");
        head.add(document.title()).add(document.name());
        document.custodians().forEach(custodian -> {
            source.put("custodian", custodian);
            source.put("custodianWords", custodian);
            head.add(custodian);
        });
        document.authors().forEach(author -> {
            source.put("author", author);
            source.put("authorWords", author);
            head.add(author);
        });
        source.put("titleWords", document.title());
        source.put("nameWords", document.name());
        source.put("pathWords", document.path());
        source.put("order", document.name());
        source.putArray("has")
                .add("text")
                .add("title")
                .add("author")
                .add("custodian")
                .add("date");
        source.put("date", document.date().orElseThrow().toString());
        source.put("ingested", document.ingested().orElseThrow().toString());
        source.put("size", document.size());
        label(source, document.predictions().get("kind"));
        source.put("text", document.text());
        return source;
    }

    private static void label(ObjectNode source, LabelPrediction prediction) {
        source.put(
                "label",
                prediction.abstained()
                        ? "abstained"
                        : prediction.labels().iterator().next());
        source.put("confidence", prediction.confidence());
        source.put("model", prediction.modelVersion());
    }

    /** Makes everything durable and visible, as a commit of ours does. */
    void finish() throws IOException {
        send("POST", "/" + INDEX + "/_flush", "");
        send("POST", "/" + INDEX + "/_refresh", "");
    }

    long bytes() throws IOException {
        return send("GET", "/" + INDEX + "/_stats/store", "")
                .path("_all")
                .path("primaries")
                .path("store")
                .path("size_in_bytes")
                .asLong();
    }

    /** Gives documents new labels by partial updates; documents per second. */
    double relabel(List<IndexedDocument> documents) throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        long begun = System.nanoTime();
        int batch = 500;
        for (int from = 0; from < documents.size(); from += batch) {
            StringBuilder bulk = new StringBuilder();
            for (IndexedDocument document : documents.subList(from, Math.min(documents.size(), from + batch))) {
                ObjectNode action = json.createObjectNode();
                action.putObject("update").put("_id", document.id());
                bulk.append(json.writeValueAsString(action)).append('\n');
                ObjectNode change = json.createObjectNode();
                label(change.putObject("doc"), SyntheticCorpus.prediction(random, "v2"));
                bulk.append(json.writeValueAsString(change)).append('\n');
            }
            bulk(bulk);
        }
        finish();
        return documents.size() * 1e9 / (System.nanoTime() - begun);
    }

    /** Searches with the facets and highlights of ours; how many documents were found. */
    long search(BenchQuery query, String... collections) throws IOException {
        ObjectNode body = json.createObjectNode();
        body.put("size", HITS).put("track_total_hits", true);
        body.putArray("_source")
                .add("titleWords")
                .add("custodian")
                .add("author")
                .add("date")
                .add("label");
        ObjectNode bool = body.putObject("query").putObject("bool");
        ArrayNode filters = bool.putArray("filter");
        ArrayNode visible = filters.addObject().putObject("terms").putArray("collection");
        for (String collection : collections) {
            visible.add(collection);
        }
        condition(query, bool, filters);
        ObjectNode facets = body.putObject("aggs");
        terms(facets, "label", FACET_VALUES);
        terms(facets, "type", FACET_VALUES);
        terms(facets, "collection", COLLECTION_VALUES);
        terms(facets, "custodian", FACET_VALUES);
        facets.putObject("month")
                .putObject("date_histogram")
                .put("field", "date")
                .put("calendar_interval", "month");
        facets.putObject("confidence")
                .putObject("histogram")
                .put("field", "confidence")
                .put("interval", 0.1);
        ObjectNode highlight = body.putObject("highlight");
        highlight.put("type", "unified").put("number_of_fragments", 3).put("fragment_size", 240);
        highlight.put("no_match_size", 240).putObject("fields").putObject("text");
        return send("POST", "/" + INDEX + "/_search", json.writeValueAsString(body))
                .path("hits")
                .path("total")
                .path("value")
                .asLong();
    }

    private static void terms(ObjectNode facets, String field, int size) {
        facets.putObject(field).putObject("terms").put("field", field).put("size", size);
    }

    private void condition(BenchQuery query, ObjectNode bool, ArrayNode filters) {
        ArrayNode must = bool.putArray("must");
        switch (query.kind()) {
            case WORD, ALL -> query.words().forEach(word -> must.add(word(word)));
            case ANY -> {
                ArrayNode either = must.addObject().putObject("bool").putArray("should");
                query.words().forEach(word -> either.add(word(word)));
            }
            case PHRASE -> {
                ObjectNode phrase = must.addObject().putObject("multi_match");
                phrase.put("query", String.join(" ", query.words())).put("type", "phrase");
                phrase.putArray("fields").add("text").add("head^2");
            }
            case LABEL -> {
                must.add(word(query.words().getFirst()));
                filters.addObject().putObject("term").put("label", query.label());
                filters.addObject().putObject("range").putObject("confidence").put("gt", BenchQuery.SURE);
            }
            case PREFIX -> {
                ArrayNode either = must.addObject().putObject("bool").putArray("should");
                for (String field : List.of("text", "head")) {
                    ObjectNode prefix = either.addObject().putObject("prefix").putObject(field);
                    prefix.put("value", query.words().getFirst()).put("rewrite", "constant_score");
                }
            }
            case EVERYTHING -> must.addObject().putObject("match_all");
        }
    }

    private ObjectNode word(String word) {
        ObjectNode any = json.createObjectNode();
        ObjectNode match = any.putObject("multi_match");
        match.put("query", word).put("type", "most_fields");
        match.putArray("fields").add("text").add("head^2");
        return any;
    }

    private JsonNode send(String method, String path, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", path.endsWith("_bulk") ? "application/x-ndjson" : "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode answer = json.readTree(response.body());
            if (response.statusCode() >= MULTIPLE_CHOICES) {
                throw new IOException(
                        "OpenSearch answered " + response.statusCode() + " to " + method + " " + path + ": " + answer);
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for OpenSearch", e);
        }
    }
}
