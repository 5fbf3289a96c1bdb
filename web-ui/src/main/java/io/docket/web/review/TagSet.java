package io.docket.web.review;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;

/** A question that reviewers answer with tags: responsiveness, privilege, issues. */
@Entity
@Table(name = "tag_set")
public class TagSet {
    @Id
    private UUID id;

    @TenantId
    @Column(name = "tenant_id")
    private String tenantId;

    private String key;
    private String name;
    private boolean multiple;
    private int position;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "created_by")
    private String createdBy;

    /** For Hibernate. */
    protected TagSet() {}

    TagSet(UUID id, String key, String name, boolean multiple, int position, Instant createdAt, String createdBy) {
        this.id = id;
        this.key = key;
        this.name = name;
        this.multiple = multiple;
        this.position = position;
        this.createdAt = createdAt;
        this.createdBy = createdBy;
    }

    void rename(String newName) {
        name = newName;
    }

    public UUID id() {
        return id;
    }

    /** Coding dimension of the index; never changes. */
    public String key() {
        return key;
    }

    /** Unique within the tenant. */
    public String name() {
        return name;
    }

    /** Whether a document may have several of its tags; otherwise a new one replaces the old. */
    public boolean multiple() {
        return multiple;
    }

    /** Place among the tenant's sets, from 0. */
    public int position() {
        return position;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Name of the user who made it. */
    public String createdBy() {
        return createdBy;
    }
}
