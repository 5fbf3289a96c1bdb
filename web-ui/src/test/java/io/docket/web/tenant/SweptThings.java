package io.docket.web.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.web.testing.Appliance;
import io.docket.web.testing.People;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One thing of tenant acme for each parameter of an address, all with a word in them that occurs nowhere else, and what a right
 * call of each endpoint sends. An endpoint whose parameter has no thing here fails the sweep: register one in {@link #make}.
 */
final class SweptThings {
    /** Whose things these are: who may do most in acme. */
    static final String OWNER = People.of(People.ACME, Roles.TENANT_ADMIN);

    /** Who may do most in another tenant. */
    static final String STRANGER = People.of(People.GLOBEX, Roles.TENANT_ADMIN);

    private static final int EXAMPLES = 12;
    private static final String TUS = "Tus-Resumable";

    /** In every name and text; no answer to a stranger may hold it. */
    private final String secret = "zz" + UUID.randomUUID().toString().replace("-", "");

    /** Things by the part of the path before the parameter that names them. */
    private final Map<String, String> things = new HashMap<>();

    private final List<String> documents = new ArrayList<>();
    private String otherDocument = "";

    private SweptThings() {}

    /** Makes the things and waits until nothing happens to them any more. */
    static SweptThings make() {
        SweptThings made = new SweptThings();
        made.makeCollection();
        made.makeClassifier();
        made.makeReview();
        made.makeFindings();
        made.namePages();
        made.rest();
        return made;
    }

    /** The word by which a leak is seen. */
    String secret() {
        return secret;
    }

    /** Identifiers of all things. */
    Set<String> identifiers() {
        return Set.copyOf(
                things.values().stream().filter(thing -> thing.length() == 36).toList());
    }

    /** A path with a thing in the place of each parameter. */
    String fill(String path) {
        String filled = path;
        int brace = path.indexOf('{');
        while (brace >= 0) {
            String before = path.substring(0, brace);
            assertThat(things)
                    .as(
                            "%s has a parameter that SweptThings has nothing for: register a thing under \"%s\"",
                            path, before)
                    .containsKey(before);
            filled = filled.replaceFirst("\\{[^}]+}", things.get(before));
            brace = path.indexOf('{', brace + 1);
        }
        return filled;
    }

    /** What a right call of an endpoint sends; empty for {@code {}}. */
    Optional<String> body(SweptEndpoint endpoint) {
        String document = things.get("/api/v1/documents/");
        String classifier = things.get("/api/v1/classifiers/");
        String body =
                switch (endpoint.toString()) {
                    case "post /api/v1/collections",
                            "post /api/v1/classifiers/{id}/labels",
                            "put /api/v1/tag-sets/{id}",
                            "post /api/v1/tag-sets/{id}/tags" -> "{'name':'" + UUID.randomUUID() + "'}";
                    case "post /api/v1/classifiers" ->
                        "{'name':'" + UUID.randomUUID() + "','collections':['" + things.get("/api/v1/collections/")
                                + "']}";
                    case "put /api/v1/classifiers/{id}/scope" ->
                        "{'every':false,'collections':['" + things.get("/api/v1/collections/") + "']}";
                    case "put /api/v1/training/{id}/thresholds" -> "{'classifier':0.5,'labels':{}}";
                    case "post /api/v1/classifiers/{id}/examples/csv" -> "path,label\none.txt,lease\n";
                    case "put /api/v1/collections/{id}/access" -> "{'roles':['reader'],'people':[]}";
                    case "put /api/v1/collections/{id}/answers" -> "{'readers':true}";
                    case "put /api/v1/collections/{id}/hold" -> "{'reason':'mine'}";
                    case "put /api/v1/collections/{id}/watch" -> "{'folder':'mine','moveTaken':false}";
                    case "post /api/v1/collections/{id}/passwords" -> "{'passwords':['mine']}";
                    case "post /api/v1/uploads/{id}/manifest" -> "{'files':[{'path':'mine.txt','size':4}]}";
                    case "post /api/v1/uploads/{id}/deletion" -> "{'documents':" + (2 * EXAMPLES) + "}";
                    case "post /api/v1/uploads/{id}/bundle" -> "\0".repeat(1024);
                    case "post /api/v1/documents/retry" -> "{'documents':['" + document + "']}";
                    case "put /api/v1/documents/{id}/labels/{classifier}" -> "{'label':'mine'}";
                    case "post /api/v1/documents/{id}/coding/notes" -> "{'content':'mine'}";
                    case "post /api/v1/coding" ->
                        "{'scope':'documents','documents':['" + document + "'],'add':['"
                                + things.get("/api/v1/tag-sets/{id}/tags/") + "']}";
                    case "post /api/v1/tag-sets" -> "{'name':'" + UUID.randomUUID() + "','tags':['yes']}";
                    case "post /api/v1/exports" ->
                        "{'name':'mine','prefix':'M','filters':['collection:" + things.get("/api/v1/collections/")
                                + "']}";
                    case "post /api/v1/groupings" ->
                        "{'filters':['collection:" + things.get("/api/v1/collections/") + "']}";
                    case "post /api/v1/groupings/{id}/groups/{group}/label" ->
                        "{'classifier':'" + classifier + "','label':'mine','documents':1}";
                    case "post /api/v1/groupings/{id}/groups/{group}/coding" ->
                        "{'add':['" + things.get("/api/v1/tag-sets/{id}/tags/") + "']}";
                    case "post /api/v1/saved-searches" -> "{'name':'" + UUID.randomUUID() + "','search':'q=landlord'}";
                    case "post /api/v1/synonyms" -> "{'words':['" + UUID.randomUUID() + "','mine']}";
                    case "post /api/v1/terms-reports", "post /api/v1/terms-reports/csv" -> "{'terms':['landlord']}";
                    case "post /api/v1/support/questions" -> "{'question':'Who pays the landlord?'}";
                    case "post /api/v1/support/questions/{id}/helped" -> "{'helped':true}";
                    default -> "";
                };
        return body.isEmpty() ? Optional.empty() : Optional.of(body.replace('\'', '"'));
    }

    /** Parameters behind the path. */
    Map<String, String> query(SweptEndpoint endpoint) {
        return switch (endpoint.toString()) {
            case "post /api/v1/classifiers/{id}/examples/csv", "post /api/v1/classifiers/{id}/examples/folders" ->
                Map.of("collection", things.get("/api/v1/collections/"));
            case "put /api/v1/uploads/{id}/files" -> Map.of("path", "mine.txt");
            case "get /api/v1/documents/{id}/explanation" ->
                Map.of("classifier", things.get("/api/v1/classifiers/"), "label", "lease");
            case "get /api/v1/search", "get /api/v1/search/export" ->
                Map.of("filter", "collection:" + things.get("/api/v1/collections/"));
            case "get /api/v1/search/suggestions" -> Map.of("typed", secret.substring(0, 6));
            case "get /api/v1/support/answers" -> Map.of("q", "Who pays the landlord?");
            default -> Map.of();
        };
    }

    /** What forms of pages send, all in one: each takes what it knows. */
    Map<String, String> formFields() {
        Map<String, String> fields = new HashMap<>();
        fields.put("classifier", things.get("/api/v1/classifiers/"));
        fields.put("collection", things.get("/api/v1/collections/"));
        fields.put("tag", things.get("/api/v1/tag-sets/{id}/tags/"));
        fields.put("documents", "1");
        fields.put("group", "0");
        fields.put("helped", "true");
        fields.put("every", "true");
        fields.put("threshold", "0.5");
        fields.put("how", "complete");
        for (String text : List.of(
                "name", "label", "reason", "content", "note", "outcome", "words", "folder", "passwords", "question")) {
            fields.put(text, "mine");
        }
        return fields;
    }

    /** What the owner sees of each thing, by address; that each is seen proves that the addresses are right. */
    Map<String, String> seenByOwner() {
        Map<String, String> seen = new TreeMap<>();
        for (SweptEndpoint endpoint : SweptEndpoint.all()) {
            if (endpoint.method().equals("get") && endpoint.hasParameters() && !endpoint.streams()) {
                Response response = endpoint.call(People.as(OWNER), this);
                assertThat(response.statusCode())
                        .as("%s as the owner: %s", endpoint, response.asString())
                        .isEqualTo(200);
                // A watched folder is looked at again and again, and speeds fall when nothing arrives.
                seen.put(
                        endpoint.path(),
                        response.asString()
                                .replaceAll("\"lastScan\":(\"[^\"]*\"|null)", "")
                                .replaceAll("PerSecond\":[0-9.Ee-]+", ""));
            }
        }
        return seen;
    }

    /** What the owner sees otherwise than before, each with both answers. */
    List<String> changedSince(Map<String, String> before) {
        return seenByOwner().entrySet().stream()
                .filter(now -> !now.getValue().equals(before.get(now.getKey())))
                .map(now -> now.getKey() + ": " + before.get(now.getKey()) + " became " + now.getValue())
                .toList();
    }

    /** Headers that the endpoint needs. */
    Map<String, String> headers(SweptEndpoint endpoint) {
        if (!endpoint.path().contains("/tus")) {
            return Map.of();
        }
        return switch (endpoint.method()) {
            case "post" -> Map.of(TUS, "1.0.0", "Upload-Length", "4", "Upload-Metadata", "path " + base64("mine.txt"));
            case "patch" -> Map.of(TUS, "1.0.0", "Upload-Offset", "0");
            default -> Map.of(TUS, "1.0.0");
        };
    }

    private void makeCollection() {
        String collection = post("/api/v1/collections", "{'name':'" + secret + "','description':'" + secret + "'}");
        things.put("/api/v1/collections/", collection);
        String upload = post("/api/v1/collections/" + collection + "/uploads", "{'custodian':'" + secret + "'}");
        things.put("/api/v1/uploads/", upload);
        for (int i = 0; i < EXAMPLES; i++) {
            // A page, because its original can be looked at.
            String lease = Appliance.sendText(
                    upload,
                    secret + "/lease/" + i + ".html",
                    "<!DOCTYPE html><p>The tenant pays the landlord " + secret + " rent " + i + "</p>");
            otherDocument = Appliance.sendText(
                    upload, secret + "/licence/" + i + ".txt", "A royalty for the software " + secret + " source " + i);
            things.put("/api/v1/documents/", lease);
            documents.addAll(List.of(lease, otherDocument));
        }
        things.put("/api/v1/documents/{id}/compare/", otherDocument);
        Appliance.await("/api/v1/uploads/" + upload, view -> view.getInt("progress.pending") == 0);
        Response partial = People.as(OWNER)
                .header(TUS, "1.0.0")
                .header("Upload-Length", 10)
                .header("Upload-Metadata", "path " + base64(secret + ".txt"))
                .post("/api/v1/uploads/{id}/tus", upload);
        assertThat(partial.statusCode()).isEqualTo(201);
        String location = partial.header("Location");
        things.put("/api/v1/uploads/{id}/tus/", location.substring(location.lastIndexOf('/') + 1));
        put("/api/v1/collections/" + collection + "/hold", "{'reason':'" + secret + "'}");
        put("/api/v1/collections/" + collection + "/watch", "{'folder':'" + secret + "','custodian':'" + secret + "'}");
        send("post", "/api/v1/collections/" + collection + "/passwords", "{'passwords':['" + secret + "']}");
        things.put(
                "/api/v1/collections/{id}/passwords/",
                People.as(OWNER)
                        .get("/api/v1/collections/{id}/passwords", collection)
                        .path("[0].id"));
    }

    private void makeClassifier() {
        String collection = things.get("/api/v1/collections/");
        String classifier =
                post("/api/v1/classifiers", "{'name':'" + secret + "','collections':['" + collection + "']}");
        things.put("/api/v1/classifiers/", classifier);
        things.put("/api/v1/training/", classifier);
        things.put("/api/v1/documents/{id}/labels/", classifier);
        send("post", "/api/v1/classifiers/" + classifier + "/examples/folders?collection=" + collection, "");
        String job = post("/api/v1/training/" + classifier + "/runs?promote=true", "");
        String version = ended(job).getString("modelVersion");
        things.put("/api/v1/jobs/", job);
        things.put("/api/v1/versions/", version);
        // The promotion labels the documents again.
        Appliance.await("/api/v1/jobs?size=100", jobs -> jobs.getList(
                        "findAll { it.classifier == '" + classifier + "' && it.state in ['queued', 'running'] }")
                .isEmpty());
        put("/api/v1/training/" + classifier + "/thresholds", "{'classifier':0.25,'labels':{}}");
    }

    private void makeReview() {
        String document = things.get("/api/v1/documents/");
        Response set = send("post", "/api/v1/tag-sets", "{'name':'" + secret + "','tags':['" + secret + "']}");
        things.put("/api/v1/tag-sets/", set.path("id"));
        String tag = set.path("tags[0].id");
        things.put("/api/v1/tag-sets/{id}/tags/", tag);
        things.put(
                "/api/v1/coding/batches/",
                post("/api/v1/coding", "{'scope':'documents','documents':['" + document + "'],'add':['" + tag + "']}"));
        things.put(
                "/api/v1/documents/{id}/coding/notes/",
                post("/api/v1/documents/" + document + "/coding/notes", "{'content':'" + secret + "'}"));
        Response export = send(
                "post",
                "/api/v1/exports",
                "{'name':'" + secret + "','prefix':'S','filters':['collection:" + things.get("/api/v1/collections/")
                        + "']}");
        things.put("/api/v1/exports/", export.path("id"));
        ended(export.path("job"));
    }

    private void makeFindings() {
        String here = "'filters':['collection:" + things.get("/api/v1/collections/") + "']";
        things.put("/api/v1/groupings/", post("/api/v1/groupings", "{'query':'" + secret + "'," + here + "}"));
        things.put("/api/v1/groupings/{id}/groups/", "0");
        things.put(
                "/api/v1/groupings/{id}/acts/",
                post(
                        "/api/v1/groupings/" + things.get("/api/v1/groupings/") + "/groups/0/coding",
                        "{'add':['" + things.get("/api/v1/tag-sets/{id}/tags/") + "']}"));
        things.put(
                "/api/v1/saved-searches/",
                post("/api/v1/saved-searches", "{'name':'" + secret + "','search':'q=" + secret + "'}"));
        things.put("/api/v1/synonyms/", post("/api/v1/synonyms", "{'words':['" + secret + "','" + secret + "a']}"));
        String question = post("/api/v1/support/questions", "{'question':'Who pays the landlord " + secret + "?'}");
        things.put("/api/v1/support/questions/", question);
        things.put("/api/v1/support/questions/{id}/opened/", things.get("/api/v1/documents/"));
        things.put(
                "/api/v1/support/handovers/",
                post("/api/v1/support/questions/" + question + "/handover", "{'note':'" + secret + "'}"));
    }

    /** The pages name the same things by other addresses. */
    private void namePages() {
        Map.ofEntries(
                        Map.entry("/admin/access/", "/api/v1/collections/"),
                        Map.entry("/admin/synonyms/", "/api/v1/synonyms/"),
                        Map.entry("/admin/tags/", "/api/v1/tag-sets/"),
                        Map.entry("/admin/tags/{set}/tags/", "/api/v1/tag-sets/{id}/tags/"),
                        Map.entry("/collections/", "/api/v1/collections/"),
                        Map.entry("/collections/{id}/passwords/", "/api/v1/collections/{id}/passwords/"),
                        Map.entry("/documents/", "/api/v1/documents/"),
                        Map.entry("/documents/{id}/coding/notes/", "/api/v1/documents/{id}/coding/notes/"),
                        Map.entry("/documents/{id}/compare/", "/api/v1/documents/{id}/compare/"),
                        Map.entry("/exports/", "/api/v1/exports/"),
                        Map.entry("/groups/", "/api/v1/groupings/"),
                        Map.entry("/groups/{id}/acts/", "/api/v1/groupings/{id}/acts/"),
                        Map.entry("/labels/", "/api/v1/classifiers/"),
                        Map.entry("/searches/", "/api/v1/saved-searches/"),
                        Map.entry("/support/desk/", "/api/v1/support/handovers/"),
                        Map.entry("/support/questions/", "/api/v1/support/questions/"),
                        Map.entry("/support/sources/", "/api/v1/documents/"),
                        Map.entry("/training/", "/api/v1/jobs/"),
                        Map.entry("/training/versions/", "/api/v1/versions/"),
                        Map.entry("/uploads/", "/api/v1/uploads/"))
                .forEach((page, api) -> things.put(page, things.get(api)));
    }

    /** Waits until no work is left to be done for the tenant, nor for its things. */
    private void rest() {
        Appliance.await("/api/v1/jobs?size=100", jobs -> jobs.getList("findAll { it.state in ['queued', 'running'] }")
                .isEmpty());
        for (String document : documents) {
            Appliance.await("/api/v1/documents/" + document, view -> view.getBoolean("currentInSearch"));
        }
    }

    private static JsonPath ended(String job) {
        JsonPath view = Appliance.await(
                "/api/v1/jobs/" + job, state -> !List.of("queued", "running").contains(state.getString("state")));
        assertThat(view.getString("state")).as(view.prettify()).isEqualTo("succeeded");
        return view;
    }

    private static String post(String path, String body) {
        return send("post", path, body).path("id");
    }

    private static void put(String path, String body) {
        send("put", path, body);
    }

    private static Response send(String method, String path, String body) {
        var request = People.as(OWNER);
        if (!body.isEmpty()) {
            request = request.contentType(ContentType.JSON)
                    .body(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        }
        Response response = request.request(method, path);
        assertThat(response.statusCode())
                .as("%s %s: %s", method, path, response.asString())
                .isBetween(200, 299);
        return response;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
