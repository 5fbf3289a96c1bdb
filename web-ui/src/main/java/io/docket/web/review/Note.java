package io.docket.web.review;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;

/** What a reviewer wrote about a document, for the other reviewers. */
@Entity
@Table(name = "document_note")
public class Note {
    @Id
    private UUID id;

    @TenantId
    @Column(name = "tenant_id")
    private String tenantId;

    @Column(name = "document_id")
    private UUID documentId;

    private String content;

    @Column(name = "written_at")
    private Instant writtenAt;

    @Column(name = "written_by")
    private String writtenBy;

    @Column(name = "written_by_id")
    private String writtenById;

    /** For Hibernate. */
    protected Note() {}

    Note(UUID id, UUID documentId, String content, Instant writtenAt, String writtenBy, String writtenById) {
        this.id = id;
        this.documentId = documentId;
        this.content = content;
        this.writtenAt = writtenAt;
        this.writtenBy = writtenBy;
        this.writtenById = writtenById;
    }

    public UUID id() {
        return id;
    }

    public UUID documentId() {
        return documentId;
    }

    public String content() {
        return content;
    }

    public Instant writtenAt() {
        return writtenAt;
    }

    /** Name of the writer. */
    public String writtenBy() {
        return writtenBy;
    }

    /** Identifier of the writer, who alone may remove it. */
    public String writtenById() {
        return writtenById;
    }
}
