package io.docket.web.tenant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** An organisation of the realm that has been seen in a token. */
@Entity
@Table(name = "tenant")
public class Tenant {
    @Id
    private String id;

    @Column(name = "created_at", insertable = false, updatable = false)
    private Instant createdAt;

    /** For Hibernate. */
    protected Tenant() {}

    /** The alias of the organisation. */
    public String id() {
        return id;
    }

    /** When the first token of the tenant was seen. */
    public Instant createdAt() {
        return createdAt;
    }
}
