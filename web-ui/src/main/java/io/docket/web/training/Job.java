package io.docket.web.training;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;

/** Long work in the background, as people see it: what it is, how far it is, how it ended. */
// Only changed columns are written: a progress report must not undo somebody's request to cancel.
@DynamicUpdate
@Entity
@Table(name = "job")
public class Job {
    /** What the work is. */
    public enum Kind {
        /** Trains a classifier from its confirmed examples. */
        TRAIN("Training", Lane.HEAVY),
        /** Labels all documents again with a classifier's champion. */
        RELABEL("Labelling again", Lane.HEAVY),
        /** Codes a whole result. */
        CODE("Coding", Lane.QUICK),
        /** Takes a large batch of coding back. */
        UNDO_CODING("Undoing a coding", Lane.QUICK),
        /** Writes documents with their load files into an archive. */
        EXPORT("Export", Lane.QUICK);

        private final String displayName;
        private final Lane lane;

        Kind(String displayName, Lane lane) {
            this.displayName = displayName;
            this.lane = lane;
        }

        /** The kind in words. */
        public String displayName() {
            return displayName;
        }

        Lane lane() {
            return lane;
        }
    }

    /** Jobs of one lane are done one after the other; people who code need not wait for a training run to end. */
    enum Lane {
        /** Takes all processors, for minutes or hours. */
        HEAVY("job"),
        /** Reads and writes records, for seconds or minutes. */
        QUICK("quick-job");

        private final String task;

        Lane(String task) {
            this.task = task;
        }

        /** The scheduler's name for the lane's jobs. */
        String task() {
            return task;
        }
    }

    /** How far the work is. */
    public enum State {
        QUEUED,
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED;

        /** Whether it has ended. */
        public boolean ended() {
            return switch (this) {
                case QUEUED, RUNNING -> false;
                case SUCCEEDED, FAILED, CANCELLED -> true;
            };
        }
    }

    @Id
    private UUID id;

    @TenantId
    @Column(name = "tenant_id")
    private String tenantId;

    @Enumerated(EnumType.STRING)
    private Kind kind;

    @Column(name = "classifier_id")
    private UUID classifierId;

    @Column(name = "model_version_id")
    private UUID modelVersionId;

    @Enumerated(EnumType.STRING)
    private State state;

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, String> parameters;

    private String stage;
    private long done;
    private long total;
    private String message;

    @Column(name = "cancel_requested")
    private boolean cancelRequested;

    private int attempts;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "created_by")
    private String createdBy;

    @Column(name = "started_at")
    private Instant startedAt;

    @Column(name = "finished_at")
    private Instant finishedAt;

    /** For Hibernate. */
    protected Job() {}

    Job(
            UUID id,
            Kind kind,
            Optional<UUID> classifier,
            Map<String, String> parameters,
            Instant createdAt,
            String createdBy) {
        this.id = id;
        this.kind = kind;
        this.classifierId = classifier.orElse(null);
        this.state = State.QUEUED;
        this.parameters = Map.copyOf(parameters);
        this.stage = "";
        this.message = "";
        this.createdAt = createdAt;
        this.createdBy = createdBy;
    }

    void begin(Instant at) {
        state = State.RUNNING;
        attempts++;
        startedAt = at;
        message = "";
    }

    void progress(String newStage, long newDone, long newTotal, String newMessage) {
        stage = newStage;
        done = newDone;
        total = newTotal;
        message = newMessage;
    }

    void requeue() {
        state = State.QUEUED;
        cancelRequested = false;
        stage = "";
        message = "";
        done = 0;
        total = 0;
        attempts = 0;
        finishedAt = null;
    }

    void requestCancel() {
        cancelRequested = true;
    }

    void produced(UUID version) {
        modelVersionId = version;
    }

    void end(State ended, String words, Instant at) {
        state = ended;
        message = words.length() > 2_000 ? words.substring(0, 2_000) : words;
        finishedAt = at;
    }

    public UUID id() {
        return id;
    }

    public Kind kind() {
        return kind;
    }

    /** The classifier that it works for; see {@link #classifier()} for jobs that may have none. */
    public UUID classifierId() {
        return classifierId;
    }

    /** The classifier that it works for, if it is work of that kind. */
    public Optional<UUID> classifier() {
        return Optional.ofNullable(classifierId);
    }

    /** The version that a training run made, or that documents are labelled with. */
    public Optional<UUID> modelVersionId() {
        return Optional.ofNullable(modelVersionId);
    }

    public State state() {
        return state;
    }

    /** What was asked for, by name. */
    public Map<String, String> parameters() {
        return parameters;
    }

    /** The present step in words; empty before it began. */
    public String stage() {
        return stage;
    }

    /** How much of {@link #total} is done. */
    public long done() {
        return done;
    }

    /** The whole of the present step; 0 while unknown. */
    public long total() {
        return total;
    }

    /** Rate and estimate while it runs; the result or the reason afterwards. */
    public String message() {
        return message;
    }

    /** Whether somebody asked it to stop. */
    public boolean cancelRequested() {
        return cancelRequested;
    }

    /** How often it was begun; more than once after a crash. */
    public int attempts() {
        return attempts;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Name of the user who asked for it. */
    public String createdBy() {
        return createdBy;
    }

    public Optional<Instant> startedAt() {
        return Optional.ofNullable(startedAt);
    }

    public Optional<Instant> finishedAt() {
        return Optional.ofNullable(finishedAt);
    }
}
