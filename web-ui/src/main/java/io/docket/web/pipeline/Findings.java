package io.docket.web.pipeline;

import io.docket.ingest.Outcome;
import io.docket.web.blob.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What extraction found out about one document, with the texts cut to what the columns hold.
 *
 * @param outcome what came of it
 * @param reason one sentence; empty when there is nothing to explain
 * @param mediaType detected type
 * @param language detected language; empty when unsure
 * @param text blob of the text; empty when there is none
 * @param characters length of the text
 * @param title title or subject
 * @param author authors or senders
 * @param date sent, modified or created
 * @param metadata everything else by field
 * @param pictures whether text may be in its pictures, to be read later
 */
record Findings(
        Outcome outcome,
        String reason,
        String mediaType,
        String language,
        Optional<Sha256> text,
        long characters,
        String title,
        String author,
        Optional<Instant> date,
        Map<String, List<String>> metadata,
        boolean pictures) {

    Findings {
        reason = ColumnText.fit(reason, 2_000);
        mediaType = ColumnText.fit(mediaType, 255);
        language = ColumnText.fit(language, 16);
        title = ColumnText.fit(title, 1_024);
        author = ColumnText.fit(author, 1_024);
    }

    RecognitionState recognition() {
        return pictures ? RecognitionState.WAITING : RecognitionState.NONE;
    }

    /** An item that could not be looked at at all. */
    static Findings nothing(Outcome outcome, String reason) {
        return new Findings(outcome, reason, "", "", Optional.empty(), 0, "", "", Optional.empty(), Map.of(), false);
    }
}
