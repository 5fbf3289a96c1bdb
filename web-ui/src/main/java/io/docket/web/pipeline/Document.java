package io.docket.web.pipeline;

import io.docket.ingest.Outcome;
import io.docket.web.blob.Sha256;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;

/**
 * One file, or one item found inside a file. Pages and the API read it; only the pipeline writes it, by statements of its
 * own that claim and move whole batches ({@link DocumentClaims}, {@link DocumentRecords}).
 */
@Entity
@Immutable
@Table(name = "document")
public class Document {
    @Id
    private UUID id;

    @TenantId
    @Column(name = "tenant_id")
    private String tenantId;

    @Column(name = "collection_id")
    private UUID collectionId;

    @Column(name = "upload_id")
    private UUID uploadId;

    @Column(name = "parent_id")
    private UUID parentId;

    @Column(name = "family_id")
    private UUID familyId;

    private int position;
    private int depth;
    private String path;
    private String name;
    private String custodian;
    private String sha256;
    private long size;

    @Column(name = "duplicate_of")
    private UUID duplicateOf;

    private DocumentState state;

    @Enumerated(EnumType.STRING)
    private Outcome outcome;

    private String reason;
    private String standing;
    private int attempts;

    @Enumerated(EnumType.STRING)
    @Column(name = "index_debt")
    private ClaimedDocument.Debt indexDebt;

    @Column(name = "media_type")
    private String mediaType;

    private String language;

    @Column(name = "text_sha256")
    private String textSha256;

    private long characters;
    private String title;
    private String author;

    @Column(name = "document_date")
    private Instant documentDate;

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, List<String>> metadata;

    @Column(name = "thread_id")
    private UUID threadId;

    @Column(name = "near_group")
    private UUID nearGroup;

    @Column(name = "near_similarity")
    private Float nearSimilarity;

    @Enumerated(EnumType.STRING)
    private RecognitionState recognition;

    @Column(name = "recognition_note")
    private String recognitionNote;

    @Column(name = "recognised_pages")
    private int recognisedPages;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "state_since")
    private Instant stateSince;

    /** For Hibernate. */
    protected Document() {}

    public UUID id() {
        return id;
    }

    public UUID collectionId() {
        return collectionId;
    }

    public UUID uploadId() {
        return uploadId;
    }

    /** The container or mail that holds this document; empty for an uploaded file. */
    public Optional<UUID> parentId() {
        return Optional.ofNullable(parentId);
    }

    /**
     * The document at the head of the family: a mail for its attachments. A file from an archive heads its own family,
     * because an archive is a way of sending and not a bond.
     */
    public UUID familyId() {
        return familyId;
    }

    /** Number among the children of its parent, from 1; 0 for an uploaded file. */
    public int position() {
        return position;
    }

    /** How many containers are around it. */
    public int depth() {
        return depth;
    }

    /** Where it was: folders, then the names of containers, then its own name, joined by {@code /}. */
    public String path() {
        return path;
    }

    /** Its own name, the last part of the path. */
    public String name() {
        return name;
    }

    /** Whose it was; empty when nobody said. */
    public String custodian() {
        return custodian;
    }

    /** Which blob holds its bytes. */
    public Sha256 sha256() {
        return new Sha256(sha256);
    }

    /** Its bytes. */
    public long size() {
        return size;
    }

    /** The first copy of the same bytes in the collection, when this is a later one. */
    public Optional<UUID> duplicateOf() {
        return Optional.ofNullable(duplicateOf);
    }

    public DocumentState state() {
        return state;
    }

    /** What came of looking for its text; empty before. */
    public Optional<Outcome> outcome() {
        return Optional.ofNullable(outcome);
    }

    /** One sentence on the outcome; empty when there is nothing to explain. */
    public String reason() {
        return reason;
    }

    /**
     * Its part of the sum in {@link Progress}: {@code searchable}, {@code without-text}, {@code duplicate}, {@code pending},
     * {@code not-finished}, or the outcome that is a failure, such as {@code timed-out}. The database works it out.
     */
    public String standing() {
        return standing;
    }

    /**
     * How often the present step was begun. A document that search finds has no step before it, whatever is begun for it again: 0.
     */
    public int attempts() {
        return state == DocumentState.Settled.INDEXED ? 0 : attempts;
    }

    /** Whether search knows its latest labels, coding and relatives; a change is not known for some seconds. */
    public boolean currentInSearch() {
        return state == DocumentState.Settled.INDEXED && indexDebt == ClaimedDocument.Debt.NONE;
    }

    /** Detected media type; empty before extraction. */
    public String mediaType() {
        return mediaType;
    }

    /** Detected language, ISO 639-1; empty when unsure. */
    public String language() {
        return language;
    }

    /** Which blob holds its text, UTF-8; empty when it has none. */
    public Optional<Sha256> textBlob() {
        return Optional.ofNullable(textSha256).map(Sha256::new);
    }

    /** Length of its text in UTF-16 units. */
    public long characters() {
        return characters;
    }

    /** Title or mail subject; empty when it has none. */
    public String title() {
        return title;
    }

    /** Authors or senders, joined by {@code "; "}; empty when unknown. */
    public String author() {
        return author;
    }

    /** Sent, last modified or created, whichever is known first. */
    public Optional<Instant> documentDate() {
        return Optional.ofNullable(documentDate);
    }

    /** What the file says about itself, by field. */
    public Map<String, List<String>> metadata() {
        return metadata;
    }

    /** The conversation it belongs to; only mails have one. */
    public Optional<UUID> threadId() {
        return Optional.ofNullable(threadId);
    }

    /** The group of near-duplicates it belongs to, named by its first document; empty for texts of a few words. */
    public Optional<UUID> nearGroup() {
        return Optional.ofNullable(nearGroup);
    }

    /** How similar it is to the first document of its group, 0 to 1. */
    public double nearSimilarity() {
        return nearSimilarity == null ? 0 : nearSimilarity;
    }

    /** How far the reading of text in its pictures has come. */
    public RecognitionState recognition() {
        return recognition;
    }

    /** One sentence on what was not read in its pictures; empty when there is nothing to explain. */
    public String recognitionNote() {
        return recognitionNote;
    }

    /** How many pages or pictures were read with text recognition. */
    public int recognisedPages() {
        return recognisedPages;
    }

    /** What to say of its pictures; empty when there is nothing to say. */
    public String pictures() {
        return recognition.words(recognitionNote);
    }

    /** When it was received. */
    public Instant createdAt() {
        return createdAt;
    }

    /** When it came into its present state. */
    public Instant stateSince() {
        return stateSince;
    }
}
