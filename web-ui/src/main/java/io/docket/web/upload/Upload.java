package io.docket.web.upload;

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
import org.hibernate.annotations.TenantId;

/** One delivery of files into a collection: what a person dropped at once, from one custodian. */
@DynamicUpdate
@Entity
@Table(name = "upload")
public class Upload {
    /** Whether more files may come. */
    public enum State {
        /** Files are accepted. */
        OPEN,
        /** The sender said that everything was sent. */
        COMPLETE,
        /** The sender gave up; what was acknowledged before stays and is processed. */
        CANCELLED
    }

    /** How the files come. */
    public enum Source {
        /** A person chose them on a page. */
        BROWSER,
        /** A program sends them. */
        API,
        /** An administrator's {@code ./docket import}. */
        IMPORT,
        /** A watched folder of the server. */
        WATCH
    }

    /**
     * How an upload begins.
     *
     * @param custodian whose files these are; empty when nobody said
     * @param name what was chosen, a folder's name for example; empty when nobody said
     * @param source how they come
     * @param user name of the person, or of the program's part, that started it
     */
    public record Beginning(String custodian, String name, Source source, String user) {
        /** Longest custodian and name. */
        static final int LONGEST = 255;

        public Beginning {
            custodian = custodian.strip();
            name = name.strip();
            name = name.length() > LONGEST ? name.substring(0, LONGEST - 1) + "…" : name;
        }
    }

    @Id
    private UUID id;

    @TenantId
    @Column(name = "tenant_id")
    private String tenantId;

    @Column(name = "collection_id")
    private UUID collectionId;

    private String custodian;
    private String name;

    @Enumerated(EnumType.STRING)
    private Source source;

    @Enumerated(EnumType.STRING)
    private State state;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "created_by")
    private String createdBy;

    @Column(name = "completed_at")
    private Instant completedAt;

    /** For Hibernate. */
    protected Upload() {}

    Upload(UUID id, UUID collectionId, Beginning beginning, Instant createdAt) {
        this.id = id;
        this.collectionId = collectionId;
        this.custodian = beginning.custodian();
        this.name = beginning.name();
        this.source = beginning.source();
        this.state = State.OPEN;
        this.createdAt = createdAt;
        this.createdBy = beginning.user();
    }

    void end(State ended, Instant at) {
        state = ended;
        completedAt = at;
    }

    public UUID id() {
        return id;
    }

    public UUID collectionId() {
        return collectionId;
    }

    /** Whose files these are; empty when nobody said. */
    public String custodian() {
        return custodian;
    }

    /** What was chosen, a folder's name for example; empty when nobody said. */
    public String name() {
        return name;
    }

    /** How the files come. */
    public Source source() {
        return source;
    }

    public State state() {
        return state;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Name of the user who started it. */
    public String createdBy() {
        return createdBy;
    }

    /** When it was completed or cancelled. */
    public Optional<Instant> endedAt() {
        return Optional.ofNullable(completedAt);
    }
}
