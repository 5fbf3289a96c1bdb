package io.docket.web.taxonomy;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;

/** What a person, or a file that a person gave, answered about one document. At most one per document and classifier. */
@Entity
@Table(name = "labelled_example")
public class LabelledExample {
    /** Where the answer came from. */
    public enum Source {
        /** A file of paths and labels. */
        CSV,
        /** The folder that the document lay in. */
        FOLDER,
        /** A person, looking at the document. */
        HAND
    }

    @Id
    private UUID id;

    @TenantId
    @Column(name = "tenant_id")
    private String tenantId;

    @Column(name = "classifier_id")
    private UUID classifierId;

    @Column(name = "document_id")
    private UUID documentId;

    @Column(name = "label_id")
    private UUID labelId;

    @Enumerated(EnumType.STRING)
    private Source source;

    private boolean confirmed;

    @Column(name = "labelled_at")
    private Instant labelledAt;

    @Column(name = "labelled_by")
    private String labelledBy;

    /** For Hibernate. */
    protected LabelledExample() {}

    public UUID id() {
        return id;
    }

    public UUID classifierId() {
        return classifierId;
    }

    public UUID documentId() {
        return documentId;
    }

    public UUID labelId() {
        return labelId;
    }

    public Source source() {
        return source;
    }

    /** Whether training may use it. */
    public boolean confirmed() {
        return confirmed;
    }

    public Instant labelledAt() {
        return labelledAt;
    }

    /** Name of the user. */
    public String labelledBy() {
        return labelledBy;
    }
}
