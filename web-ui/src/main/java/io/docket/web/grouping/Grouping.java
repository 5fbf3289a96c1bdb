package io.docket.web.grouping;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;

/** A result in groups, as it was when it was made. */
@Entity
@Table(name = "document_grouping")
public class Grouping {
    @Id
    private UUID id;

    @TenantId
    @Column(name = "tenant_id")
    private String tenantId;

    private String query;

    @JdbcTypeCode(SqlTypes.JSON)
    private String filters;

    private long total;

    @JdbcTypeCode(SqlTypes.JSON)
    private String result;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "created_by")
    private String createdBy;

    /** For Hibernate. */
    protected Grouping() {}

    Grouping(String query, String filters, long total, String result, Instant createdAt, String createdBy) {
        this.id = UUID.randomUUID();
        this.query = query;
        this.filters = filters;
        this.total = total;
        this.result = result;
        this.createdAt = createdAt;
        this.createdBy = createdBy;
    }

    public UUID id() {
        return id;
    }

    /** The query whose result was grouped; blank for all documents. */
    public String query() {
        return query;
    }

    /** Its restrictions, as a JSON list of texts such as {@code type:pdf}. */
    public String filters() {
        return filters;
    }

    /** Documents of the result; more than were grouped when it was a large one. */
    public long total() {
        return total;
    }

    /** The groups as JSON. */
    String result() {
        return result;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Identifier of who made it. */
    public String createdBy() {
        return createdBy;
    }
}
