package io.docket.web.support;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.TenantId;

/** A passage that was shown for a question, and whether its source was opened. */
@Entity
@IdClass(ShownPassage.Key.class)
@Table(name = "support_passage")
public class ShownPassage {
    @Id
    @Column(name = "question_id")
    private UUID questionId;

    @Id
    @Column(name = "document_id")
    private UUID documentId;

    @TenantId
    @Column(name = "tenant_id")
    private String tenantId;

    private int rank;

    @Column(name = "passage_start")
    private int start;

    @Column(name = "passage_end")
    private int end;

    @Column(name = "opened_at")
    private Instant openedAt;

    /** For Hibernate. */
    protected ShownPassage() {}

    ShownPassage(UUID questionId, UUID documentId, int rank, int start, int end) {
        this.questionId = questionId;
        this.documentId = documentId;
        this.rank = rank;
        this.start = start;
        this.end = end;
    }

    public UUID documentId() {
        return documentId;
    }

    /** Place in the list, from 1. */
    public int rank() {
        return rank;
    }

    /** First character in the document's text. */
    public int start() {
        return start;
    }

    /** One past the last character. */
    public int end() {
        return end;
    }

    /** When the source was opened first. */
    public Optional<Instant> openedAt() {
        return Optional.ofNullable(openedAt);
    }

    void opened(Instant at) {
        if (openedAt == null) {
            openedAt = at;
        }
    }

    /** What identifies a passage shown: one of each document and question. */
    public record Key(UUID questionId, UUID documentId) implements Serializable {}
}
