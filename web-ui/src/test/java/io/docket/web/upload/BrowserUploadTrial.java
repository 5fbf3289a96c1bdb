package io.docket.web.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import io.docket.web.tenant.Roles;
import io.docket.web.testing.BrowserSession;
import io.docket.web.testing.PackagedApplication;
import io.docket.web.testing.People;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/**
 * A folder of very many small files, and one very large archive, sent by a real browser; the tab is closed, the line cut and the
 * server killed on the way. {@code deploy/tests/browser-upload.sh} runs it; the usual test run does not, because it takes minutes
 * to hours.
 */
class BrowserUploadTrial {
    private static final Duration PATIENCE = Duration.ofHours(6);
    private static final Duration TELL_EVERY = Duration.ofMinutes(2);
    private static final int FILES_OF_A_FOLDER = 1_000;
    private static final int PAGE = 500;
    private static final Path WORK = Path.of("target", "browser-upload");

    private final int files = Integer.getInteger("docket.upload.files", 20_000);
    private final int megabytes = Integer.getInteger("docket.upload.megabytes", 4_096);
    private final boolean disturb = Boolean.parseBoolean(System.getProperty("docket.upload.disturb", "true"));
    private final boolean settle = Boolean.parseBoolean(System.getProperty("docket.upload.settle", "true"));
    private final Watch watch = new Watch();

    @Test
    void everySmallFileIsAccountedForWhateverHappensOnTheWay() throws Exception {
        Path folder = smallFiles();
        try (PackagedApplication application = application(Map.of());
                BrowserSession session = BrowserSession.open(application.address())) {
            String collection = collection(application, "many small files");
            open(session, collection);
            Instant begin = Instant.now();
            session.page().locator("[data-custodian]").fill("Trial");
            session.page().locator("input[data-folder]").setInputFiles(folder);
            String upload = upload(application, collection);
            if (disturb) {
                disturb(session, application, collection, upload, folder);
            }
            JsonNode arrivals = complete(session, application, upload);
            double seconds = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
            session.screenshot("browser-upload-done");
            assertThat(arrivals.get("announced").asInt()).isEqualTo(files);
            assertThat(arrivals.get("received").asInt()).isEqualTo(files);
            assertThat(arrivals.get("missing").asInt()).isZero();
            assertThat(arrivals.get("refused").asInt()).isZero();
            System.out.printf(
                    Locale.ROOT,
                    "Browser upload: %d files (%d bytes) received in %.0f s: %.0f files/s, %.1f MB/s; %s%n",
                    (Object) files,
                    arrivals.get("receivedBytes").asLong(),
                    seconds,
                    files / seconds,
                    arrivals.get("receivedBytes").asLong() / 1e6 / seconds,
                    watch);
            verifyEachPath(application, upload);
            System.out.println("Unaccounted: 0 of " + files + "; " + progress(application, upload));
            if (settle) {
                JsonNode settled = settled(session, application, upload);
                System.out.printf(
                        Locale.ROOT,
                        "Settled %.0f s after the first file was chosen; %s; %s%n",
                        Duration.between(begin, Instant.now()).toMillis() / 1000.0,
                        watch,
                        settled);
                assertThat(settled.get("received").asInt()).isEqualTo(files);
                assertThat(settled.get("searchable").asInt()
                                + settled.get("duplicates").asInt())
                        .isEqualTo(files);
            }
        }
    }

    @Test
    void aLargeArchiveArrivesInPieces() throws Exception {
        Path archive = largeArchive();
        try (PackagedApplication application = application(Map.of("DOCKET_BACKGROUND_ENABLED", "false"));
                BrowserSession session = BrowserSession.open(application.address())) {
            String collection = collection(application, "one large archive");
            open(session, collection);
            Instant begin = Instant.now();
            session.page().locator("input[data-files]").setInputFiles(archive);
            String upload = upload(application, collection);
            JsonNode arrivals = complete(session, application, upload);
            double seconds = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
            assertThat(arrivals.get("receivedBytes").asLong()).isEqualTo(Files.size(archive));
            System.out.printf(
                    Locale.ROOT,
                    "Browser upload: one archive of %d MB received in %.0f s: %.1f MB/s, hash and all; %s%n",
                    Files.size(archive) / 1_000_000,
                    seconds,
                    Files.size(archive) / 1e6 / seconds,
                    watch);
        } finally {
            Files.delete(archive);
        }
    }

    /** At a quarter the tab is closed and opened again, at a half the server is killed, at three quarters the line is cut. */
    private void disturb(
            BrowserSession session, PackagedApplication application, String collection, String upload, Path folder)
            throws Exception {
        await(session, application, upload, files / 4);
        session.renewPage();
        System.out.println("Tab closed after " + received(application, upload) + " files");
        open(session, collection);
        session.page().locator("input[data-folder]").setInputFiles(folder);
        session.page().locator("#unfinished-upload button.primary").click();

        await(session, application, upload, files / 2);
        application.kill();
        System.out.println("Server killed");
        application.start();
        System.out.println("Server started again: " + received(application, upload) + " files are safe");

        await(session, application, upload, files * 3 / 4);
        session.context().setOffline(true);
        PackagedApplication.pause(5_000);
        session.context().setOffline(false);
        System.out.println("Line cut for 5 s after " + received(application, upload) + " files");
    }

    private void open(BrowserSession session, String collection) {
        Page page = session.page();
        // A browser lists a folder of 300,000 files before it lets go of the choice.
        page.setDefaultTimeout(Duration.ofMinutes(30).toMillis());
        page.navigate("/collections/" + collection);
        if (page.url().contains("/realms/")) {
            session.signIn("/collections/" + collection, People.of(People.ACME, Roles.TENANT_ADMIN));
        }
        page.onPageError(error -> System.out.println("The page complains: " + error));
        // How long the page does not react, from the moment it gets the list of files: a timer that comes late says so.
        // Until
        // then the browser makes the list, which through its remote control takes much longer than through its own
        // dialog.
        page.evaluate("() => { window.longest = 0; let last = performance.now(); setInterval(() => { const now ="
                + " performance.now(); window.longest = Math.max(window.longest, now - last - 50); last = now; }, 50);"
                + " document.addEventListener('change', () => { last = performance.now(); window.longest = 0; }, true);"
                + " }");
    }

    private static String collection(PackagedApplication application, String name) throws Exception {
        return application
                .post("/api/v1/collections", "{\"name\":\"" + name + "\"}")
                .get("id")
                .asText();
    }

    private static String upload(PackagedApplication application, String collection) throws Exception {
        while (true) {
            JsonNode uploads = application.get("/api/v1/collections/" + collection + "/uploads");
            if (!uploads.isEmpty()) {
                return uploads.get(0).get("id").asText();
            }
            PackagedApplication.pause(500);
        }
    }

    private void await(BrowserSession session, PackagedApplication application, String upload, int wanted)
            throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            Instant asked = Instant.now();
            if (received(application, upload) >= wanted) {
                return;
            }
            watch.look(session.page(), application);
            assertThat(Instant.now()).isBefore(end);
            session.page().waitForTimeout(pause(asked));
        }
    }

    private static int received(PackagedApplication application, String upload) throws Exception {
        return application
                .get("/api/v1/uploads/" + upload)
                .get("arrivals")
                .get("received")
                .asInt();
    }

    private JsonNode complete(BrowserSession session, PackagedApplication application, String upload) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            Instant asked = Instant.now();
            JsonNode view = application.get("/api/v1/uploads/" + upload);
            watch.look(session.page(), application);
            if (view.get("state").asText().equals("complete")) {
                return view.get("arrivals");
            }
            assertThat(Instant.now()).as(view.toString()).isBefore(end);
            session.page().waitForTimeout(pause(asked));
        }
    }

    /** Counting 300,000 files costs time too: the trial shall not measure its own questions. */
    private static long pause(Instant asked) {
        return Math.max(1_000, 9 * Duration.between(asked, Instant.now()).toMillis());
    }

    /** Every path must be there exactly once. */
    private void verifyEachPath(PackagedApplication application, String upload) throws Exception {
        BitSet found = new BitSet(files);
        String after = "";
        do {
            JsonNode page =
                    application.get("/api/v1/uploads/" + upload + "/documents?size=" + PAGE + "&after=" + after);
            for (JsonNode document : page.get("documents")) {
                String path = document.get("path").asText();
                int number = Integer.parseInt(path.replaceAll(".*file-(\\d+)\\.txt", "$1"));
                assertThat(found.get(number)).as(path + " is there twice").isFalse();
                found.set(number);
            }
            after = page.get("next").isNull() ? "" : page.get("next").asText();
        } while (!after.isEmpty());
        assertThat(found.cardinality()).as("files that are accounted for").isEqualTo(files);
    }

    private JsonNode settled(BrowserSession session, PackagedApplication application, String upload) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        Instant told = Instant.now();
        while (true) {
            Instant asked = Instant.now();
            JsonNode progress = progress(application, upload);
            watch.look(session.page(), application);
            if (progress.get("settled").asBoolean()) {
                return progress;
            }
            if (told.plus(TELL_EVERY).isBefore(asked)) {
                System.out.println(asked + " " + progress);
                told = asked;
            }
            assertThat(Instant.now()).as(progress.toString()).isBefore(end);
            session.page().waitForTimeout(pause(asked));
        }
    }

    private static JsonNode progress(PackagedApplication application, String upload) throws Exception {
        return application.get("/api/v1/uploads/" + upload).get("progress");
    }

    private static PackagedApplication application(Map<String, String> settings) throws Exception {
        Files.createDirectories(WORK);
        return new PackagedApplication(WORK.resolve("application.log"), settings);
    }

    /** Files of about two kilobytes in folders of a thousand; every fiftieth repeats the one before it. */
    private Path smallFiles() throws IOException {
        Path folder = WORK.resolve("matter-" + files);
        for (int i = 0; i < files; i++) {
            Path file = folder.resolve("folder-" + i / FILES_OF_A_FOLDER).resolve("file-" + i + ".txt");
            if (i % FILES_OF_A_FOLDER == 0) {
                Files.createDirectories(file.getParent());
            }
            if (!Files.exists(file)) {
                Files.writeString(file, text(i % 50 == 49 ? i - 1 : i));
            }
        }
        return folder;
    }

    private static String text(int number) {
        Random random = new Random(number);
        String[] words = {"lessee", "shall", "notice", "period", "invoice", "refund", "term", "party", "goods", "delay"
        };
        StringBuilder text = new StringBuilder("Letter " + number + "\n");
        while (text.length() < 1_500 + number % 1_000) {
            text.append(words[random.nextInt(words.length)]).append(random.nextInt(12) == 0 ? ".\n" : " ");
        }
        return text.toString();
    }

    /** A zip archive with stored members that do not compress. */
    private Path largeArchive() throws IOException {
        Path archive = Files.createDirectories(WORK).resolve("archive.zip");
        byte[] member = new byte[64 << 20];
        new Random(7).nextBytes(member);
        try (OutputStream file = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(file, StandardCharsets.UTF_8)) {
            zip.setMethod(ZipOutputStream.STORED);
            for (int written = 0; written < megabytes; written += 64) {
                member[0]++;
                CRC32 sum = new CRC32();
                sum.update(member);
                ZipEntry entry = new ZipEntry("member-" + written + ".bin");
                entry.setSize(member.length);
                entry.setCrc(sum.getValue());
                zip.putNextEntry(entry);
                zip.write(member);
            }
        }
        return archive;
    }

    /** The largest figures that were seen. */
    private static final class Watch {
        private long pageHeap;
        private long browser;
        private long server;
        private double frozen;

        void look(Page page, PackagedApplication application) throws IOException {
            pageHeap = Math.max(
                    pageHeap,
                    ((Number) page.evaluate("() => Math.round(performance.memory.usedJSHeapSize / 1e6)")).longValue());
            frozen = Math.max(frozen, ((Number) page.evaluate("() => window.longest ?? 0")).doubleValue());
            server = Math.max(server, application.residentMegabytes());
            browser = Math.max(
                    browser,
                    ProcessHandle.current()
                            .descendants()
                            .filter(Watch::showsPages)
                            .mapToLong(process -> PackagedApplication.residentMegabytes(process.pid()))
                            .max()
                            .orElse(0));
        }

        /** Its command line is too long for {@link ProcessHandle.Info}. */
        private static boolean showsPages(ProcessHandle process) {
            try {
                return Files.readString(
                                Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.UTF_8)
                        .contains("--type=renderer");
            } catch (IOException ended) {
                return false;
            }
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "at most: page's heap %d MB, page's process %d MB, server %d MB, page without reaction %.0f ms",
                    pageHeap,
                    browser,
                    server,
                    frozen);
        }
    }
}
