package io.docket.web.taxonomy;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;

/** One answer of a classifier. */
@Entity
@Table(name = "label")
public class Label {
    @Id
    private UUID id;

    @TenantId
    @Column(name = "tenant_id")
    private String tenantId;

    @Column(name = "classifier_id")
    private UUID classifierId;

    private String name;

    @Column(name = "created_at")
    private Instant createdAt;

    /** For Hibernate. */
    protected Label() {}

    Label(UUID id, UUID classifierId, String name, Instant createdAt) {
        this.id = id;
        this.classifierId = classifierId;
        this.name = name;
        this.createdAt = createdAt;
    }

    public UUID id() {
        return id;
    }

    public UUID classifierId() {
        return classifierId;
    }

    /** Unique within the classifier. */
    public String name() {
        return name;
    }

    public Instant createdAt() {
        return createdAt;
    }
}
