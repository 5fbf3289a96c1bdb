package io.docket.web.review;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;

/** One act of coding, over one document or a million, that can be taken back as a whole. */
@Entity
@Table(name = "coding_batch")
public class CodingBatch {
    /** What was coded. */
    public enum Scope {
        /** Documents named one by one. */
        DOCUMENTS("documents"),
        /** A mail or container with all it holds. */
        FAMILY("the family"),
        /** All mails of a conversation. */
        THREAD("the thread"),
        /** Documents that are nearly the same. */
        NEAR_DUPLICATES("the near-duplicates"),
        /** Everything that a search found. */
        RESULT("the whole result");

        private final String displayName;

        Scope(String displayName) {
            this.displayName = displayName;
        }

        /** The scope in words. */
        public String displayName() {
            return displayName;
        }
    }

    /** How far it is. */
    public enum State {
        /** Documents are being coded. */
        RUNNING,
        DONE,
        /** It is being taken back. */
        UNDOING,
        UNDONE
    }

    @Id
    private UUID id;

    @TenantId
    @Column(name = "tenant_id")
    private String tenantId;

    @Enumerated(EnumType.STRING)
    private Scope scope;

    private String description;

    @Enumerated(EnumType.STRING)
    private State state;

    private long documents;
    private long changed;
    private long kept;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "created_by")
    private String createdBy;

    @Column(name = "created_by_id")
    private String createdById;

    /** For Hibernate. */
    protected CodingBatch() {}

    CodingBatch(UUID id, Scope scope, String description, Instant createdAt, String createdBy, String createdById) {
        this.id = id;
        this.scope = scope;
        this.description = description;
        this.state = State.RUNNING;
        this.createdAt = createdAt;
        this.createdBy = createdBy;
        this.createdById = createdById;
    }

    void done(long allDocuments, long allChanged) {
        documents = allDocuments;
        changed = allChanged;
        state = State.DONE;
    }

    void undoing() {
        state = State.UNDOING;
    }

    void keep(long more) {
        kept += more;
    }

    void undone() {
        state = State.UNDONE;
    }

    public UUID id() {
        return id;
    }

    public Scope scope() {
        return scope;
    }

    /** What was given and taken, by the tags' names. */
    public String description() {
        return description;
    }

    public State state() {
        return state;
    }

    /** Documents that it was about; 0 while it runs. */
    public long documents() {
        return documents;
    }

    /** Documents that were coded otherwise before. */
    public long changed() {
        return changed;
    }

    /** Documents that taking it back left alone, because somebody had coded them again since. */
    public long kept() {
        return kept;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Name of the reviewer. */
    public String createdBy() {
        return createdBy;
    }

    /** Identifier of the reviewer, who alone may take it back. */
    public String createdById() {
        return createdById;
    }
}
