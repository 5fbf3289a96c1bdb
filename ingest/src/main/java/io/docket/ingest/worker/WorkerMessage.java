package io.docket.ingest.worker;

import io.docket.ingest.DocumentMetadata;
import io.docket.ingest.EmbeddedKind;
import io.docket.ingest.Outcome;
import java.util.Optional;

/** What a worker tells its supervisor. */
public sealed interface WorkerMessage {

    /**
     * The pages asked for were drawn as far as they need it.
     *
     * @param outcome {@link Outcome#EXTRACTED}, or why the document cannot be drawn
     * @param reason one sentence, or empty
     * @param pages how many the whole document has
     */
    record Pictured(Outcome outcome, String reason, int pages) implements WorkerMessage {}

    /** The worker is warm and waits for a task. */
    record Ready() implements WorkerMessage {}

    /** A sign of life: text was written. */
    record Progress() implements WorkerMessage {}

    /**
     * An embedded item was found.
     *
     * @param ordinal its number among its siblings, counted from 1
     * @param name as the container gave it
     * @param kind how it is embedded
     * @param mediaTypeHint what the container says it is
     * @param size its bytes
     * @param sha256 hash of its bytes; empty when it could not be read
     * @param unreadable outcome of an item whose bytes could not be written; empty when they lie in the child's file
     * @param reason explains an unreadable item, or what is missing of one of which only the beginning could be read
     */
    record Child(
            int ordinal,
            String name,
            EmbeddedKind kind,
            Optional<String> mediaTypeHint,
            long size,
            String sha256,
            Optional<Outcome> unreadable,
            String reason)
            implements WorkerMessage {}

    /**
     * The task is done; its files are complete.
     *
     * @param outcome what became of the item
     * @param reason one sentence, or empty
     * @param mediaType detected type
     * @param size bytes of the item
     * @param sha256 hash of the item
     * @param characters length of the text file in UTF-16 units; 0 when there is no text file
     * @param structured whether there is a structure file
     * @param metadata what the item says about itself
     * @param parserNanos processor time in the parser library, for the benchmark
     * @param workingNanos processor time for the item altogether
     */
    record Parsed(
            Outcome outcome,
            String reason,
            String mediaType,
            long size,
            String sha256,
            long characters,
            boolean structured,
            DocumentMetadata metadata,
            long parserNanos,
            long workingNanos)
            implements WorkerMessage {}

    /**
     * The worker could not read the item or write its output: a fault of the machine and not of the document.
     *
     * @param message what failed
     */
    record MachineFault(String message) implements WorkerMessage {}
}
