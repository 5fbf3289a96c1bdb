package io.docket.web.support;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A hand-over as the API tells it.
 *
 * @param label what a classifier took the question for; null when none was sure
 * @param tried what was shown, in its order
 * @param closedAt null while open
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HandoverView(
        UUID id,
        UUID question,
        String text,
        String askedBy,
        Instant askedAt,
        String label,
        String note,
        List<Tried> tried,
        Instant createdAt,
        boolean open,
        Instant closedAt,
        String closedBy,
        String outcome) {

    /** A document that was shown. */
    public record Tried(UUID document, String title, int start, int end, boolean opened) {}

    static HandoverView of(Handovers.Dossier dossier) {
        Handover handover = dossier.handover();
        return new HandoverView(
                handover.id(),
                dossier.question().id(),
                dossier.question().question(),
                dossier.question().askedName(),
                dossier.question().askedAt(),
                dossier.question().label().orElse(null),
                handover.note(),
                dossier.tried().stream()
                        .map(tried -> new Tried(
                                tried.document().id(),
                                tried.title(),
                                tried.passage().start(),
                                tried.passage().end(),
                                tried.opened()))
                        .toList(),
                handover.createdAt(),
                handover.open(),
                handover.closedAt().orElse(null),
                handover.closedBy(),
                handover.outcome());
    }
}
