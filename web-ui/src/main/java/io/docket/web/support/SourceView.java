package io.docket.web.support;

import io.docket.web.pipeline.Document;
import io.quarkus.qute.RawString;
import java.util.Optional;

/**
 * A source, opened at the passage that was shown. Public for templates.
 *
 * @param document the source
 * @param collection the collection's name
 * @param question the question it was shown for
 * @param before its text before the passage
 * @param passage the passage; empty when the source was opened as a whole
 * @param after its text after the passage
 * @param cut whether the text goes on beyond what is shown
 */
public record SourceView(
        Document document,
        String collection,
        Optional<SupportQuestion> question,
        String before,
        RawString passage,
        String after,
        boolean cut) {

    public String title() {
        return document.title().isBlank() ? document.name() : document.title();
    }

    public boolean marked() {
        return !passage.getValue().isEmpty();
    }
}
