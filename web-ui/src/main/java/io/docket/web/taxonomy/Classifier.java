package io.docket.web.taxonomy;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;

/** A question about documents whose answers are labels. */
@Entity
@Table(name = "classifier")
public class Classifier {
    @Id
    private UUID id;

    @TenantId
    @Column(name = "tenant_id")
    private String tenantId;

    private String key;
    private String name;

    // Written by ClassifierScopes only, together with the chosen collections.
    @Column(name = "every_collection", insertable = false, updatable = false)
    private boolean everyCollection;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "created_by")
    private String createdBy;

    /** For Hibernate. */
    protected Classifier() {}

    Classifier(UUID id, String key, String name, Instant createdAt, String createdBy) {
        this.id = id;
        this.key = key;
        this.name = name;
        this.everyCollection = true;
        this.createdAt = createdAt;
        this.createdBy = createdBy;
    }

    public UUID id() {
        return id;
    }

    /** Name within the index and in queries: letters, digits and hyphens; unique in the tenant and unchangeable. */
    public String key() {
        return key;
    }

    /** What people call it; unique in the tenant. */
    public String name() {
        return name;
    }

    /** Whether it labels all collections, later ones included; {@link ClassifierScopes} knows the chosen ones. */
    boolean everyCollection() {
        return everyCollection;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Name of the user who created it. */
    public String createdBy() {
        return createdBy;
    }
}
