package io.docket.web.support;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.TenantId;

/** A question that the documents did not answer, handed over to support staff. */
@Entity
@Table(name = "support_handover")
public class Handover {
    /** Longest note of who hands over. */
    public static final int LONGEST_NOTE = 4000;

    /** Longest note of who closes. */
    public static final int LONGEST_OUTCOME = 2000;

    @Id
    private UUID id;

    @TenantId
    @Column(name = "tenant_id")
    private String tenantId;

    @Column(name = "question_id")
    private UUID questionId;

    private String note;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "closed_at")
    private Instant closedAt;

    @Column(name = "closed_by")
    private String closedBy;

    private String outcome;

    /** For Hibernate. */
    protected Handover() {}

    Handover(UUID questionId, String note, Instant createdAt) {
        this.id = UUID.randomUUID();
        this.questionId = questionId;
        this.note = note;
        this.createdAt = createdAt;
        this.outcome = "";
    }

    public UUID id() {
        return id;
    }

    public UUID questionId() {
        return questionId;
    }

    /** What the person added; may be empty. */
    public String note() {
        return note;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public boolean open() {
        return closedAt == null;
    }

    public Optional<Instant> closedAt() {
        return Optional.ofNullable(closedAt);
    }

    /** Name of who closed it; empty while open. */
    public String closedBy() {
        return closedBy == null ? "" : closedBy;
    }

    /** What came of it; may be empty. */
    public String outcome() {
        return outcome;
    }

    void close(String result, String user, Instant at) {
        this.outcome = result;
        this.closedBy = user;
        this.closedAt = at;
    }
}
