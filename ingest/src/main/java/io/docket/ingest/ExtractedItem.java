package io.docket.ingest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * One file or embedded item with its outcome.
 *
 * @param position where it sits in its family
 * @param kind how it came to be there
 * @param name its own name, as the container or caller gave it; never a path that may be used to write
 * @param path names from the root down, joined by {@code /}, for display and reports
 * @param outcome what became of it
 * @param reason one sentence for people; empty when there is nothing to explain
 * @param mediaType detected type, for example {@code application/pdf}
 * @param size its bytes; 0 when they could not be read
 * @param sha256 lower-case hexadecimal hash of its bytes; empty when they could not be read
 * @param content file that holds its bytes: the caller's file for the root; absent when they could not be read
 * @param characters length of the text in UTF-16 units
 * @param text UTF-8 file that holds the text; absent when there is none
 * @param structure file readable by {@link TextStructure#read(Path)}; absent when the text has no structure
 * @param metadata normalised metadata
 * @param elapsed time spent on it in a worker
 * @param parsing processor time of it inside the parser library; zero when the worker was lost
 * @param working processor time of the worker's thread for it, parsing included; zero when the worker was lost
 */
public record ExtractedItem(
        ItemPosition position,
        EmbeddedKind kind,
        String name,
        String path,
        Outcome outcome,
        String reason,
        String mediaType,
        long size,
        String sha256,
        Optional<Path> content,
        long characters,
        Optional<Path> text,
        Optional<Path> structure,
        DocumentMetadata metadata,
        Duration elapsed,
        Duration parsing,
        Duration working) {

    public ExtractedItem {
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(mediaType, "mediaType");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(structure, "structure");
        Objects.requireNonNull(metadata, "metadata");
        Objects.requireNonNull(elapsed, "elapsed");
        Objects.requireNonNull(parsing, "parsing");
        Objects.requireNonNull(working, "working");
    }

    /** Whether this is the file itself. */
    public boolean isRoot() {
        return position.isRoot();
    }
}
