package io.docket.ingest;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What text recognition found in one document.
 *
 * @param state how it ended
 * @param note one sentence on what was left out or why it failed; empty when there is nothing to explain
 * @param pages how many pages were read from their pictures
 * @param text file with their text, page after page; present when the state is {@link State#DONE}
 * @param characters length of the text in UTF-16 units
 * @param language of the text, ISO 639-1; empty when unsure
 */
public record Recognition(
        State state, String note, int pages, Optional<Path> text, long characters, Optional<String> language) {

    /** How a recognition ended. */
    public enum State {
        /** Text was found. */
        DONE,
        /** There is no text in the pictures. */
        NOTHING,
        /** The document could not be drawn, or no page could be read. */
        FAILED
    }

    public Recognition {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(note, "note");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(language, "language");
    }

    static Recognition failed(String why) {
        return new Recognition(State.FAILED, why, 0, Optional.empty(), 0, Optional.empty());
    }
}
