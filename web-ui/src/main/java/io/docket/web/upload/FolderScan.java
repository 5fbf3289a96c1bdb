package io.docket.web.upload;

import io.docket.web.audit.AuditLog;
import io.docket.web.pipeline.DocumentIds;
import io.docket.web.pipeline.Receipt;
import io.docket.web.problem.ProblemException;
import io.docket.web.tenant.TenantScope;
import io.docket.web.tenant.Tenants;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Takes what lies in watched folders.
 *
 * <p>A file is taken when it has not changed for {@code docket.watch.quiet-seconds}, and its name neither begins with a dot nor
 * ends like that of an unfinished download. It is marked as taken with its size and time of change: only a file that changed is
 * taken again. The mark is written after the file is acknowledged; a crash between the two makes the file a duplicate of itself at
 * the next scan, and never lost. Then it stays, or moves into the folder {@value #TAKEN}.
 */
@ApplicationScoped
public class FolderScan {
    /** Name of the folder, within a watched one, that taken files move to. */
    public static final String TAKEN = "taken";

    private static final int AT_ONCE = 500;
    private static final String WHO = "watched folder";
    private static final List<String> UNFINISHED =
            List.of(".part", ".partial", ".tmp", ".crdownload", ".filepart", "~");

    private final WatchedFolders folders;
    private final Uploads uploads;
    private final FileReception reception;
    private final AuditLog audit;
    private final Tenants tenants;
    private final TenantScope scope;
    private final Duration quiet;
    private final boolean enabled;

    FolderScan(
            WatchedFolders folders,
            Uploads uploads,
            FileReception reception,
            AuditLog audit,
            Tenants tenants,
            TenantScope scope,
            @ConfigProperty(name = "docket.watch.quiet-seconds", defaultValue = "10") int quietSeconds,
            @ConfigProperty(name = "docket.background.enabled", defaultValue = "true") boolean enabled) {
        this.folders = folders;
        this.uploads = uploads;
        this.reception = reception;
        this.audit = audit;
        this.tenants = tenants;
        this.scope = scope;
        this.quiet = Duration.ofSeconds(quietSeconds);
        this.enabled = enabled;
    }

    @Scheduled(every = "10s", delayed = "20s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void scanAll() {
        if (enabled) {
            for (String tenant : tenants.all()) {
                scope.runAs(tenant, () -> folders.all().forEach(folder -> scan(tenant, folder, Instant.now())));
            }
        }
    }

    /**
     * Looks through a folder and takes what is ready; call it in the tenant's scope. A problem is noted with the folder.
     *
     * @param now files that changed lately before this are waited for
     * @return how many files were taken
     */
    int scan(String tenant, WatchedFolder watched, Instant now) {
        try {
            Scan scan = new Scan(tenant, watched, now.minus(quiet));
            Files.walkFileTree(scan.root, scan);
            scan.flush();
            scan.end();
            folders.scanned(watched.collection(), "");
            return scan.taken;
        } catch (IOException | ProblemException e) {
            folders.scanned(watched.collection(), String.valueOf(e.getMessage()));
            return 0;
        }
    }

    /** One look through a folder; links are not followed. */
    private final class Scan extends SimpleFileVisitor<Path> {
        private final String tenant;
        private final WatchedFolder watched;
        private final Path root;
        private final Instant before;
        private final List<Found> ready = new ArrayList<>();
        private Upload upload;
        private int taken;

        Scan(String tenant, WatchedFolder watched, Instant before) {
            this.tenant = tenant;
            this.watched = watched;
            this.root = folders.path(tenant, watched.folder());
            this.before = before;
        }

        /** A file that may be taken. */
        private record Found(Path file, String path, UUID id, WatchedFolders.Mark mark) {}

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            boolean passedOver = !directory.equals(root)
                    && (directory.equals(root.resolve(TAKEN)) || name(directory).startsWith("."));
            return passedOver ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Instant modified = attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MICROS);
            String name = name(file).toLowerCase(Locale.ROOT);
            if (attributes.isRegularFile()
                    && modified.isBefore(before)
                    && !name.startsWith(".")
                    && UNFINISHED.stream().noneMatch(name::endsWith)) {
                String path = watched.folder() + "/" + root.relativize(file);
                ready.add(new Found(
                        file,
                        path,
                        DocumentIds.ofFile(watched.collection(), path),
                        new WatchedFolders.Mark(attributes.size(), modified)));
                if (ready.size() == AT_ONCE) {
                    flush();
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (file.equals(root)) {
                throw failure;
            }
            // it is looked at again at the next scan
            return FileVisitResult.CONTINUE;
        }

        void flush() throws IOException {
            Map<UUID, WatchedFolders.Mark> known = folders.taken(
                    watched.collection(), ready.stream().map(Found::id).toList());
            List<Found> fresh = ready.stream()
                    .filter(found -> !found.mark().equals(known.get(found.id())))
                    .toList();
            ready.clear();
            if (fresh.isEmpty()) {
                return;
            }
            List<Receipt> receipts = reception.receive(
                    tenant,
                    upload().id(),
                    fresh.stream()
                            .map(found -> new FileReception.SentFile(found.path(), () -> open(found)))
                            .iterator());
            Map<UUID, WatchedFolders.Mark> marks = new HashMap<>();
            List<Found> done = new ArrayList<>();
            for (int i = 0; i < receipts.size(); i++) {
                if (receipts.get(i) instanceof Receipt.Acknowledged) {
                    done.add(fresh.get(i));
                    marks.put(fresh.get(i).id(), fresh.get(i).mark());
                }
            }
            folders.mark(watched.collection(), marks);
            taken += done.size();
            if (watched.moveTaken()) {
                for (Found found : done) {
                    move(found.file());
                }
            }
        }

        private Upload upload() {
            if (upload == null) {
                upload = uploads.start(
                        watched.collection(),
                        new Upload.Beginning(watched.custodian(), watched.folder(), Upload.Source.WATCH, WHO));
                audit.recordSystem(WHO, "upload.start", "upload/" + upload.id(), "folder " + watched.folder());
            }
            return upload;
        }

        void end() {
            if (upload != null) {
                uploads.complete(upload.id());
            }
        }

        private static java.io.InputStream open(Found found) {
            try {
                return Files.newInputStream(found.file());
            } catch (IOException e) {
                throw new ProblemException(
                        400,
                        "Unreadable",
                        "\"" + found.file() + "\" cannot be read (" + e.getMessage()
                                + "): give the appliance's user the right to; it is tried again.");
            }
        }

        private void move(Path file) throws IOException {
            Path target = root.resolve(TAKEN).resolve(root.relativize(file));
            Files.createDirectories(target.getParent());
            Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
        }

        private static String name(Path file) {
            return String.valueOf(file.getFileName());
        }
    }
}
