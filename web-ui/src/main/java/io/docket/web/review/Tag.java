package io.docket.web.review;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.TenantId;

/** One answer of a tag set: responsive, privileged, an issue. */
@Entity
@Table(name = "tag")
public class Tag {
    @Id
    private UUID id;

    @TenantId
    @Column(name = "tenant_id")
    private String tenantId;

    @Column(name = "tag_set_id")
    private UUID tagSetId;

    private String name;
    private int position;

    /** For Hibernate. */
    protected Tag() {}

    Tag(UUID id, UUID tagSetId, String name, int position) {
        this.id = id;
        this.tagSetId = tagSetId;
        this.name = name;
        this.position = position;
    }

    public UUID id() {
        return id;
    }

    public UUID tagSetId() {
        return tagSetId;
    }

    /** Unique within its set. */
    public String name() {
        return name;
    }

    /** Place within its set, from 0. */
    public int position() {
        return position;
    }
}
