package io.docket.ingest;

import io.docket.ingest.worker.ParseTask;
import io.docket.ingest.worker.WorkerMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An item of a family that waits for its turn.
 *
 * @param position where it sits
 * @param kind how it is embedded
 * @param name its own name
 * @param path names from the root down
 * @param file its bytes
 * @param size its bytes
 * @param sha256 its hash, empty when not known yet
 * @param ancestors hashes of the items around it
 * @param mediaTypeHint what its container says it is
 * @param unreadable its outcome when its bytes could not be written
 * @param reason explains an unreadable item, or what is missing of one of which only the beginning could be read
 * @param outputs the directory of the request
 */
record Member(
        ItemPosition position,
        EmbeddedKind kind,
        String name,
        String path,
        Path file,
        long size,
        String sha256,
        List<String> ancestors,
        Optional<String> mediaTypeHint,
        Optional<Outcome> unreadable,
        String reason,
        Path outputs) {

    static Member root(ExtractionRequest request, long size) {
        return new Member(
                ItemPosition.ROOT,
                EmbeddedKind.ROOT,
                request.name(),
                request.name(),
                request.file(),
                size,
                request.sha256(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                "",
                request.outputDirectory().toAbsolutePath());
    }

    Member child(WorkerMessage.Child found, String ownSha256, Path outputDirectory) {
        List<String> around =
                Stream.concat(ancestors.stream(), Stream.of(ownSha256)).toList();
        return new Member(
                position.child(found.ordinal()),
                found.kind(),
                found.name(),
                path + "/" + found.name(),
                ParseTask.childFile(childDirectory(outputDirectory), found.ordinal()),
                found.size(),
                found.sha256(),
                around,
                found.mediaTypeHint(),
                found.unreadable(),
                found.reason(),
                outputs);
    }

    static Path textFile(Path prefix) {
        return prefix.resolveSibling(prefix.getFileName() + ".text");
    }

    static Path structureFile(Path prefix) {
        return prefix.resolveSibling(prefix.getFileName() + ".structure");
    }

    Path childDirectory(Path outputDirectory) {
        Path absolute = outputDirectory.toAbsolutePath();
        return position.isRoot() ? absolute : position.within(absolute);
    }

    boolean repeatsAncestor() {
        return !sha256.isEmpty() && ancestors.contains(sha256);
    }

    ExtractedItem item(WorkerMessage.Parsed parsed, Duration elapsed) {
        Path prefix = position.within(outputs);
        boolean cutShort =
                !reason.isEmpty() && (parsed.outcome() == Outcome.EXTRACTED || parsed.outcome() == Outcome.EMPTY);
        return new ExtractedItem(
                position,
                kind,
                name,
                path,
                cutShort ? Outcome.CORRUPT : parsed.outcome(),
                cutShort ? reason : parsed.reason(),
                parsed.mediaType(),
                parsed.size(),
                parsed.sha256(),
                Optional.of(file),
                parsed.characters(),
                parsed.characters() > 0 ? Optional.of(textFile(prefix)) : Optional.empty(),
                parsed.structured() ? Optional.of(structureFile(prefix)) : Optional.empty(),
                parsed.metadata(),
                elapsed,
                Duration.ofNanos(parsed.parserNanos()),
                Duration.ofNanos(parsed.workingNanos()));
    }

    ExtractedItem lost(WorkerEnd.Lost lost, Duration elapsed) throws IOException {
        Path prefix = position.within(outputs);
        Files.deleteIfExists(textFile(prefix));
        Files.deleteIfExists(structureFile(prefix));
        return without(lost.outcome(), lost.reason(), Optional.of(file), elapsed);
    }

    ExtractedItem unopened(Outcome outcome, String why) {
        return without(outcome, why, Optional.of(file), Duration.ZERO);
    }

    ExtractedItem unreadableItem() {
        return without(unreadable.orElseThrow(), reason, Optional.empty(), Duration.ZERO);
    }

    private ExtractedItem without(Outcome outcome, String why, Optional<Path> content, Duration elapsed) {
        return new ExtractedItem(
                position,
                kind,
                name,
                path,
                outcome,
                why,
                mediaTypeHint.orElse("application/octet-stream"),
                size,
                sha256,
                content,
                0,
                Optional.empty(),
                Optional.empty(),
                DocumentMetadata.NONE,
                elapsed,
                Duration.ZERO,
                Duration.ZERO);
    }
}
