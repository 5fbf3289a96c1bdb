package io.docket.web.upload;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;

/** A named set of documents that belong together: a matter, a product's tickets. The unit of permission. */
@Entity
@Table(name = "collection")
public class DocumentCollection {
    @Id
    private UUID id;

    @TenantId
    @Column(name = "tenant_id")
    private String tenantId;

    private String name;
    private String description;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "created_by")
    private String createdBy;

    /** For Hibernate. */
    protected DocumentCollection() {}

    DocumentCollection(UUID id, String name, String description, Instant createdAt, String createdBy) {
        this.id = id;
        this.name = name;
        this.description = description;
        this.createdAt = createdAt;
        this.createdBy = createdBy;
    }

    public UUID id() {
        return id;
    }

    /** Unique within the tenant. */
    public String name() {
        return name;
    }

    /** What the collection is for; empty when nobody said. */
    public String description() {
        return description;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Name of the user who created it. */
    public String createdBy() {
        return createdBy;
    }
}
