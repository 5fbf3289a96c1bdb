package io.docket.web.export;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;

/** An archive of documents for somebody else, and what was asked for. */
@DynamicUpdate
@Entity
@Table(name = "production")
public class Production {
    @Id
    private UUID id;

    @TenantId
    @Column(name = "tenant_id")
    private String tenantId;

    private String name;
    private String query;
    private String filters;
    private String prefix;

    @Column(name = "first_number")
    private long firstNumber;

    private int digits;
    private boolean natives;
    private boolean texts;

    @Column(name = "job_id")
    private UUID jobId;

    private long documents;
    private long bytes;

    @JdbcTypeCode(SqlTypes.CHAR)
    private String sha256;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "created_by")
    private String createdBy;

    @Column(name = "created_by_id")
    private String createdById;

    /** For Hibernate. */
    protected Production() {}

    Production(UUID id, ProductionWish wish, Instant createdAt, String createdBy, String createdById) {
        this.id = id;
        this.name = wish.name();
        this.query = wish.query();
        this.filters = String.join("\n", wish.filters());
        this.prefix = wish.prefix();
        this.firstNumber = wish.firstNumber();
        this.digits = wish.digits();
        this.natives = wish.natives();
        this.texts = wish.texts();
        this.createdAt = createdAt;
        this.createdBy = createdBy;
        this.createdById = createdById;
    }

    void queuedAs(UUID job) {
        jobId = job;
    }

    void written(long newDocuments, long newBytes, String newSha256) {
        documents = newDocuments;
        bytes = newBytes;
        sha256 = newSha256;
    }

    /** The number of the document at a place, from 0. */
    String number(long place) {
        return prefix + String.format(Locale.ROOT, "%0" + digits + "d", firstNumber + place);
    }

    List<String> filterList() {
        return filters.isEmpty() ? List.of() : List.of(filters.split("\n"));
    }

    public UUID id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String query() {
        return query;
    }

    public boolean natives() {
        return natives;
    }

    public boolean texts() {
        return texts;
    }

    public Optional<UUID> jobId() {
        return Optional.ofNullable(jobId);
    }

    /** Documents in the archive; 0 until it is written. */
    public long documents() {
        return documents;
    }

    /** Size of the archive. */
    public long bytes() {
        return bytes;
    }

    /** Hash of the archive; empty until it is written. */
    public Optional<String> sha256() {
        return Optional.ofNullable(sha256);
    }

    /** The first and last number, in words. */
    public String range() {
        return documents == 0 ? number(0) + " …" : number(0) + " – " + number(documents - 1);
    }

    public Instant createdAt() {
        return createdAt;
    }

    public String createdBy() {
        return createdBy;
    }

    /** Identifier of the person who asked for it, whose rights it was made with. */
    public String createdById() {
        return createdById;
    }
}
