package io.docket.web.upload;

import io.docket.web.audit.AuditLog;
import io.docket.web.pipeline.Receipt;
import io.docket.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Takes a folder of the server in, by the same reception as files of browsers. The folder is walked once and never held as a
 * list; an import that was interrupted goes on with what is missing.
 */
@ApplicationScoped
public class DirectoryImport {
    private static final int AT_ONCE = 500;
    private static final String WHO = "docket import";

    private final Collections collections;
    private final Uploads uploads;
    private final Manifests manifests;
    private final Refusals refusals;
    private final FileReception reception;
    private final AuditLog audit;

    DirectoryImport(
            Collections collections,
            Uploads uploads,
            Manifests manifests,
            Refusals refusals,
            FileReception reception,
            AuditLog audit) {
        this.collections = collections;
        this.uploads = uploads;
        this.manifests = manifests;
        this.refusals = refusals;
        this.reception = reception;
        this.audit = audit;
    }

    /**
     * What to import.
     *
     * @param directory an existing folder; its name becomes the first part of each path
     * @param collection name of the collection, which is made when it does not exist
     * @param custodian whose files these are; may be empty
     */
    public record Order(Path directory, String collection, String custodian) {}

    /**
     * How far an import is. {@code files = received + duplicates + before + refused} at its end.
     *
     * @param files found so far
     * @param received taken in by this run
     * @param duplicates taken in by this run as copies of what the collection has
     * @param before taken in by an earlier run that was interrupted
     * @param refused not taken; the upload's list has the reasons
     * @param bytes of the files that this run took in
     * @param problems the first refused files, each with its reason
     */
    public record Tally(
            UUID collection,
            UUID upload,
            long files,
            long received,
            long duplicates,
            long before,
            long refused,
            long bytes,
            List<String> problems) {}

    /**
     * Imports a folder; call it in the tenant's scope.
     *
     * @param progress told after each group of files
     * @throws ProblemException when the disk is full
     * @throws IOException when the folder cannot be read; what was received before is safe, and the next call goes on
     */
    public Tally run(String tenant, Order order, Consumer<Tally> progress) throws IOException {
        Path directory = order.directory().toRealPath();
        DocumentCollection collection = collections
                .named(order.collection().strip())
                .orElseGet(() -> collections.create(order.collection(), "", WHO));
        Optional<Upload> interrupted = uploads.open(collection.id(), Upload.Source.IMPORT).stream()
                .filter(upload ->
                        upload.name().equals(beginning(directory, order).name())
                                && upload.custodian().equals(order.custodian().strip()))
                .findFirst();
        Upload upload = interrupted.orElseGet(() -> uploads.start(collection.id(), beginning(directory, order)));
        audit.recordSystem(
                WHO,
                interrupted.isPresent() ? "upload.resume" : "upload.start",
                "upload/" + upload.id(),
                "folder " + directory + " into collection " + collection.name());
        Walk walk = new Walk(tenant, upload, directory, progress);
        Files.walkFileTree(directory, walk);
        walk.flush();
        uploads.complete(upload.id());
        return walk.tally();
    }

    private static Upload.Beginning beginning(Path directory, Order order) {
        return new Upload.Beginning(order.custodian(), directory.toString(), Upload.Source.IMPORT, WHO);
    }

    /** The walk through the folder; links are not followed. */
    private final class Walk extends SimpleFileVisitor<Path> {
        private static final int LISTED_PROBLEMS = 20;

        private final String tenant;
        private final Upload upload;
        private final Path root;
        private final Consumer<Tally> progress;
        private final List<Found> waiting = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();
        private long files;
        private long received;
        private long duplicates;
        private long before;
        private long refused;
        private long bytes;

        Walk(String tenant, Upload upload, Path root, Consumer<Tally> progress) {
            this.tenant = tenant;
            this.upload = upload;
            this.root = root;
            this.progress = progress;
        }

        /** A file with the path that it gets. */
        private record Found(Path file, String path, long size) {}

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            files++;
            if (!attributes.isRegularFile()) {
                refuse(file, "Not a file", "is a link or a device: import the file itself");
                return FileVisitResult.CONTINUE;
            }
            waiting.add(new Found(file, path(file), attributes.size()));
            if (waiting.size() == AT_ONCE) {
                flush();
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (file.equals(root)) {
                throw failure;
            }
            files++;
            refuse(
                    file,
                    "Unreadable",
                    "cannot be read (" + reason(failure) + "): give the appliance's user the right to");
            return FileVisitResult.CONTINUE;
        }

        void flush() throws IOException {
            if (waiting.isEmpty()) {
                return;
            }
            List<Manifests.Answer> answers = manifests.announce(
                    tenant,
                    upload.id(),
                    waiting.stream()
                            .map(found -> new Manifests.Entry(found.path(), found.size(), Optional.empty()))
                            .toList());
            List<Found> wanted = new ArrayList<>();
            for (int i = 0; i < answers.size(); i++) {
                switch (answers.get(i)) {
                    case Manifests.Answer.Wanted ignored -> wanted.add(waiting.get(i));
                    case Manifests.Answer.Received ignored -> before++;
                    case Manifests.Answer.Recorded ignored -> duplicates++;
                    case Manifests.Answer.Refused refusal -> note(refusal.path(), refusal.detail());
                }
            }
            for (Receipt receipt : reception.receive(
                    tenant,
                    upload.id(),
                    wanted.stream()
                            .map(found -> new FileReception.SentFile(found.path(), () -> open(found)))
                            .iterator())) {
                count(receipt);
            }
            waiting.clear();
            progress.accept(tally());
        }

        private void count(Receipt receipt) {
            switch (receipt) {
                case Receipt.Acknowledged file -> {
                    bytes += file.content().size();
                    if (file.duplicateOf().isPresent()) {
                        duplicates++;
                    } else {
                        received++;
                    }
                }
                case Receipt.Refused refusal -> note(refusal.path(), refusal.detail());
            }
        }

        private void refuse(Path file, String title, String detail) {
            String sentence = "\"" + file + "\" " + detail + ".";
            refusals.add(upload.id(), List.of(new Refusals.Refusal(path(file), title, sentence)));
            note(path(file), sentence);
        }

        private void note(String path, String detail) {
            refused++;
            if (problems.size() < LISTED_PROBLEMS) {
                problems.add(detail.contains(path) ? detail : path + ": " + detail);
            }
        }

        private String path(Path file) {
            Path name = root.getFileName();
            String below = root.relativize(file).toString();
            return name == null ? below : name + "/" + below;
        }

        Tally tally() {
            return new Tally(
                    upload.collectionId(),
                    upload.id(),
                    files,
                    received,
                    duplicates,
                    before,
                    refused,
                    bytes,
                    List.copyOf(problems));
        }

        private static java.io.InputStream open(Found found) {
            try {
                return Files.newInputStream(found.file());
            } catch (IOException e) {
                throw new ProblemException(
                        400,
                        "Unreadable",
                        "\"" + found.file() + "\" cannot be read (" + reason(e)
                                + "): give the appliance's user the right to, then import again.");
            }
        }

        private static String reason(IOException failure) {
            return switch (failure) {
                case AccessDeniedException denied -> "no permission";
                case NoSuchFileException gone -> "it is gone";
                default -> Objects.requireNonNullElse(failure.getMessage(), "unknown reason");
            };
        }
    }
}
