package io.docket.web.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.web.pipeline.ProgressCounts;
import io.docket.web.tenant.TenantScope;
import io.docket.web.testing.Appliance;
import io.docket.web.testing.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of the server: taken in once by an administrator, or watched. */
@QuarkusTest
class DirectoryImportTest {
    @Inject
    DirectoryImport imports;

    @Inject
    Uploads uploads;

    @Inject
    WatchedFolders folders;

    @Inject
    FolderScan scans;

    @Inject
    TenantScope scope;

    @Inject
    ProgressCounts counts;

    @TempDir
    Path folder;

    @Test
    void aFolderIsTakenInAndAccountedFor() throws IOException {
        Path matter = matter();
        Files.createSymbolicLink(matter.resolve("link.txt"), Path.of("a.txt"));

        DirectoryImport.Tally tally = run(matter, "imported", "Dora");

        assertThat(tally.files()).isEqualTo(4);
        assertThat(tally.received()).isEqualTo(2);
        assertThat(tally.duplicates()).isEqualTo(1);
        assertThat(tally.refused()).isEqualTo(1);
        assertThat(tally.problems())
                .singleElement()
                .asString()
                .contains("link.txt")
                .contains("import the file itself");
        JsonPath view = Appliance.settle(tally.upload().toString());
        assertThat(view.getString("source")).isEqualTo("import");
        assertThat(view.getString("custodian")).isEqualTo("Dora");
        assertThat(view.getInt("arrivals.received")).isEqualTo(3);
        assertThat(view.getInt("arrivals.refused")).isEqualTo(1);
        assertThat(view.getInt("arrivals.missing")).isZero();
    }

    @Test
    void anInterruptedImportGoesOnWithWhatIsMissing() throws IOException {
        Path matter = matter();
        DirectoryImport.Order order = new DirectoryImport.Order(matter, "interrupted import", "");
        try {
            scope.<DirectoryImport.Tally, IOException>callAs(
                    People.ACME,
                    () -> imports.run(People.ACME, order, tally -> {
                        throw new IllegalStateException("cut");
                    }));
        } catch (IllegalStateException cut) {
            assertThat(cut).hasMessage("cut");
        }

        DirectoryImport.Tally tally = run(matter, "interrupted import", "");

        assertThat(tally.before()).isEqualTo(3);
        assertThat(tally.received() + tally.duplicates() + tally.refused()).isZero();
        assertThat(uploadsOf(tally.collection())).isEqualTo(1);
    }

    @Test
    void aWatchedFolderGivesEachFileOnceAndWaitsForThoseBeingWritten() throws IOException {
        UUID collection = UUID.fromString(Appliance.collection("watched"));
        WatchedFolder watched = watched(collection, false);
        Path inbox = folders.path(People.ACME, watched.folder());
        Instant longAgo = Instant.now().minusSeconds(3_600);
        write(inbox.resolve("ready.txt"), "ready", longAgo);
        write(inbox.resolve("deep/also ready.txt"), "also ready", longAgo);
        write(inbox.resolve("download.pdf.part"), "half", longAgo);
        write(inbox.resolve(".hidden"), "hidden", longAgo);
        Files.writeString(inbox.resolve("being-written.txt"), "not yet");

        assertThat(scan(watched)).isEqualTo(2);
        assertThat(scan(watched)).as("nothing is taken twice").isZero();
        write(inbox.resolve("ready.txt"), "changed", longAgo.plusSeconds(60));
        write(inbox.resolve("being-written.txt"), "whole now", longAgo);
        assertThat(scan(watched)).isEqualTo(2);
        assertThat(inbox.resolve("ready.txt")).exists();
        assertThat(files(collection)).isEqualTo(4);
        assertThat(uploadsOf(collection)).isEqualTo(2);
    }

    @Test
    void takenFilesMoveWhenThatIsWanted() throws IOException {
        UUID collection = UUID.fromString(Appliance.collection("watched and moved"));
        WatchedFolder watched = watched(collection, true);
        Path inbox = folders.path(People.ACME, watched.folder());
        write(inbox.resolve("sub/one.txt"), "one", Instant.now().minusSeconds(3_600));

        assertThat(scan(watched)).isEqualTo(1);
        assertThat(inbox.resolve("sub/one.txt")).doesNotExist();
        assertThat(inbox.resolve("taken/sub/one.txt")).hasContent("one");
        assertThat(scan(watched)).isZero();
    }

    @Test
    void aWatchedFolderStaysBelowTheTenantsOwn() {
        String collection = Appliance.collection("watch refused");
        for (String name : new String[] {"../globex", "/etc", "a/b", ".", "..", "x."}) {
            People.as(Appliance.tenantAdmin())
                    .contentType("application/json")
                    .body(Map.of("folder", name, "moveTaken", false))
                    .put("/api/v1/collections/{id}/watch", collection)
                    .then()
                    .statusCode(400);
        }
        People.as(Appliance.tenantAdmin())
                .get("/api/v1/collections/{id}/watch", collection)
                .then()
                .statusCode(404);
    }

    @Test
    void aWatchedFolderIsSetShownAndEnded() {
        String collection = Appliance.collection("watch settings");
        String name = "settings " + collection;
        String path = People.as(Appliance.tenantAdmin())
                .contentType("application/json")
                .body(Map.of("folder", name, "custodian", "Emil", "moveTaken", true))
                .put("/api/v1/collections/{id}/watch", collection)
                .then()
                .statusCode(200)
                .extract()
                .path("path");
        assertThat(Path.of(path)).isDirectory().isEqualTo(folders.path(People.ACME, name));
        People.as(Appliance.tenantAdmin())
                .contentType("application/json")
                .body(Map.of("folder", name, "moveTaken", true))
                .put("/api/v1/collections/{id}/watch", Appliance.collection("watch settings, second"))
                .then()
                .statusCode(409);
        People.as(Appliance.tenantAdmin())
                .delete("/api/v1/collections/{id}/watch", collection)
                .then()
                .statusCode(204);
        People.as(Appliance.tenantAdmin())
                .get("/api/v1/collections/{id}/watch", collection)
                .then()
                .statusCode(404);
    }

    /** Not stored, so that the appliance's own look every ten seconds leaves it to the test. */
    private WatchedFolder watched(UUID collection, boolean moveTaken) throws IOException {
        String name = "inbox " + collection;
        Files.createDirectories(folders.path(People.ACME, name));
        return new WatchedFolder(collection, name, "Emil", moveTaken, "test", Optional.empty(), "");
    }

    private Path matter() throws IOException {
        Path matter = Files.createDirectories(folder.resolve("matter ä"));
        Files.writeString(matter.resolve("a.txt"), "The first letter " + matter);
        Files.writeString(matter.resolve("copy.txt"), "The first letter " + matter);
        Files.createDirectories(matter.resolve("sub"));
        Files.writeString(matter.resolve("sub/契約.txt"), "Another letter " + matter);
        return matter;
    }

    private DirectoryImport.Tally run(Path directory, String collection, String custodian) throws IOException {
        return scope.<DirectoryImport.Tally, IOException>callAs(
                People.ACME,
                () -> imports.run(
                        People.ACME, new DirectoryImport.Order(directory, collection, custodian), tally -> {}));
    }

    private int scan(WatchedFolder watched) {
        return scope.<Integer, RuntimeException>callAs(
                People.ACME, () -> scans.scan(People.ACME, watched, Instant.now()));
    }

    private long files(UUID collection) {
        return scope.<Long, RuntimeException>callAs(
                People.ACME, () -> counts.ofCollection(collection).files());
    }

    private int uploadsOf(UUID collection) {
        return scope.<Integer, RuntimeException>callAs(
                People.ACME, () -> uploads.of(collection).size());
    }

    private static void write(Path file, String text, Instant modified) throws IOException {
        Files.createDirectories(Optional.ofNullable(file.getParent()).orElseThrow());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(modified));
    }
}
