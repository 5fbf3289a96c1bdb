package io.docket.web.training;

import io.docket.ml.ModelKind;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;

/** One trained model of a classifier. */
@DynamicUpdate
@Entity
@Table(name = "model_version")
public class ModelVersion {
    /** Its part in the classifier's life. */
    public enum State {
        /** Trained, and waiting for a decision. */
        CANDIDATE,
        /** Serves now; each classifier has at most one. */
        CHAMPION,
        /** Served before, and can serve again. */
        RETIRED
    }

    @Id
    private UUID id;

    @TenantId
    @Column(name = "tenant_id")
    private String tenantId;

    @Column(name = "classifier_id")
    private UUID classifierId;

    private int number;

    @Enumerated(EnumType.STRING)
    private State state;

    @Enumerated(EnumType.STRING)
    private ModelKind kind;

    private String folder;

    @JdbcTypeCode(SqlTypes.JSON)
    private String report;

    private int examples;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "created_by")
    private String createdBy;

    @Column(name = "promoted_at")
    private Instant promotedAt;

    /** For Hibernate. */
    protected ModelVersion() {}

    ModelVersion(
            UUID id,
            UUID classifierId,
            int number,
            ModelKind kind,
            String folder,
            String report,
            int examples,
            Instant createdAt,
            String createdBy) {
        this.id = id;
        this.classifierId = classifierId;
        this.number = number;
        this.state = State.CANDIDATE;
        this.kind = kind;
        this.folder = folder;
        this.report = report;
        this.examples = examples;
        this.createdAt = createdAt;
        this.createdBy = createdBy;
    }

    void promote(Instant at) {
        state = State.CHAMPION;
        promotedAt = at;
    }

    void retire() {
        state = State.RETIRED;
    }

    public UUID id() {
        return id;
    }

    public UUID classifierId() {
        return classifierId;
    }

    /** Counts the versions of one classifier from 1. */
    public int number() {
        return number;
    }

    public State state() {
        return state;
    }

    /** What computes the probabilities. */
    public ModelKind kind() {
        return kind;
    }

    /** Name of its folder in the tenant's model directory. */
    public String folder() {
        return folder;
    }

    /** The training report as JSON. */
    public String report() {
        return report;
    }

    /** How many labelled examples it was trained on. */
    public int examples() {
        return examples;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Name of the user who started the run. */
    public String createdBy() {
        return createdBy;
    }

    /** When it was last made champion. */
    public Optional<Instant> promotedAt() {
        return Optional.ofNullable(promotedAt);
    }
}
