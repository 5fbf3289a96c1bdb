package io.docket.web.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.docket.web.testing.PackagedApplication;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Kills the packaged application with SIGKILL at random moments of an upload, starts it again, and at the end compares what
 * was acknowledged with what is there. {@code deploy/tests/kill-upload.sh} runs it; the usual test run does not, because it
 * takes minutes. PostgreSQL and Keycloak live on, as they do when only the application is killed.
 */
class KillUploadTrial {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int SENDERS = 4;

    private final ObjectMapper json = new ObjectMapper();
    private final int files = Integer.getInteger("docket.kill.files", 2_000);
    private final int kills = Integer.getInteger("docket.kill.kills", 20);
    private final long seed = Long.getLong("docket.kill.seed", 20_261_122L);
    private final Random random = new Random(seed);
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger resent = new AtomicInteger();
    private PackagedApplication application;

    @Test
    void whatWasAcknowledgedIsThereExactlyOnceAfterEveryKill() throws Exception {
        System.out.println("Kill trial: " + files + " files, " + kills + " kills, seed " + seed);
        try (PackagedApplication started = new PackagedApplication(Path.of("target", "kill-trial.log"), Map.of())) {
            application = started;
            run();
        }
    }

    private void run() throws Exception {
        Instant begin = Instant.now();
        String collection = application
                .post("/api/v1/collections", "{\"name\":\"kill trial\"}")
                .get("id")
                .asText();
        String upload = application
                .post("/api/v1/collections/" + collection + "/uploads", "{\"custodian\":\"trial\"}")
                .get("id")
                .asText();
        ConcurrentLinkedQueue<Integer> waiting = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < files; i++) {
            waiting.add(i);
        }
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            senders.add(Thread.ofPlatform().name("sender-" + i).start(() -> send(upload, waiting, stop)));
        }
        int killed = 0;
        try {
            int between = Math.max(2, files / (kills + 1));
            while (killed < kills) {
                int target = acknowledged.size() + 1 + random.nextInt(between);
                while (acknowledged.size() < Math.min(target, files)) {
                    PackagedApplication.pause(5);
                }
                PackagedApplication.pause(random.nextInt(300));
                application.kill();
                killed++;
                System.out.println("Kill " + killed + " after " + acknowledged.size() + " acknowledged files");
                application.start();
            }
            for (Thread sender : senders) {
                sender.join();
            }
        } finally {
            stop.set(true);
        }
        application.post("/api/v1/uploads/" + upload + "/complete", "");
        JsonNode counts = settled(upload);
        verify(upload, counts);
        JsonNode check = application.post("/api/v1/operations/check", "");
        assertThat(check.get("problemCount").asLong()).as(check.toString()).isZero();
        System.out.println("Kill trial passed: " + killed + " kills, " + acknowledged.size() + " files acknowledged, "
                + resent.get() + " sent again, " + counts.get("received").asLong() + " documents, "
                + counts.get("searchable").asLong() + " searchable, "
                + counts.get("duplicates").asLong()
                + " duplicates, " + counts.get("failed").asLong() + " failed, check: "
                + check.get("blobs").asLong()
                + " blobs and " + check.get("inIndex").asLong() + " index entries agree, "
                + Duration.between(begin, Instant.now()).toSeconds() + " s");
    }

    private void send(String upload, ConcurrentLinkedQueue<Integer> waiting, AtomicBoolean stop) {
        for (Integer number = waiting.poll(); number != null && !stop.get(); number = waiting.poll()) {
            String path = path(number);
            for (int attempt = 1; !stop.get() && !acknowledged.containsKey(path); attempt++) {
                if (attempt == 2) {
                    resent.incrementAndGet();
                }
                try {
                    HttpResponse<String> answer = application.send(application
                            .request("/api/v1/uploads/" + upload + "/files?path="
                                    + URLEncoder.encode(path, StandardCharsets.UTF_8))
                            .header("Content-Type", "application/octet-stream")
                            .PUT(HttpRequest.BodyPublishers.ofString(content(number)))
                            .build());
                    if (answer.statusCode() == 200 || answer.statusCode() == 201) {
                        acknowledged.put(
                                path,
                                json.readTree(answer.body()).get("document").asText());
                    } else {
                        PackagedApplication.pause(200);
                    }
                } catch (IOException applicationIsDown) {
                    PackagedApplication.pause(200);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }

    private void verify(String upload, JsonNode counts) throws Exception {
        Map<String, String> found = new HashMap<>();
        String after = "";
        do {
            JsonNode page = application.get("/api/v1/uploads/" + upload + "/documents?size=500&after=" + after);
            for (JsonNode document : page.get("documents")) {
                String path = document.get("path").asText();
                assertThat(found.put(path, document.get("id").asText()))
                        .as("document at " + path + " is there twice")
                        .isNull();
                assertThat(document.get("outcome").asText())
                        .as("outcome of " + path)
                        .isNotEmpty();
                assertThat(document.get("state").asText())
                        .as("state of " + path)
                        .isIn("indexed", "duplicate", "failed");
            }
            after = page.get("next").isNull() ? "" : page.get("next").asText();
        } while (!after.isEmpty());
        Set<String> lost = new HashSet<>(acknowledged.keySet());
        lost.removeAll(found.keySet());
        assertThat(lost).as("acknowledged and lost").isEmpty();
        assertThat(acknowledged).hasSize(files);
        acknowledged.forEach(
                (path, document) -> assertThat(found.get(path)).as(path).isEqualTo(document));
        assertThat(counts.get("files").asInt()).isEqualTo(files);
    }

    private JsonNode settled(String upload) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            JsonNode counts = application.get("/api/v1/uploads/" + upload).get("progress");
            if (counts.get("settled").asBoolean()) {
                return counts;
            }
            assertThat(Instant.now()).as(counts.toString()).isBefore(end);
            PackagedApplication.pause(500);
        }
    }

    private static String path(int number) {
        return "folder-" + number % 20 + "/file-" + number + (number % 3 == 0 ? ".eml" : ".txt");
    }

    /** Every fiftieth file repeats the one before it: a duplicate, whose place must survive too. */
    private static String content(int number) {
        int told = number % 50 == 49 ? number - 1 : number;
        return told % 3 == 0
                ? "From: sender" + told + "@docket.example\nTo: trial@docket.example\nSubject: Message " + told
                        + "\nDate: Mon, 1 Jun 2026 10:00:00 +0000\nMessage-ID: <" + told
                        + "@docket.example>\nContent-Type: text/plain\n\nThe body of message " + told + ".\n"
                : "This is file number " + told + " of the kill trial.\n";
    }
}
