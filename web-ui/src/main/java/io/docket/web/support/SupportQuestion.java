package io.docket.web.support;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.TenantId;

/** A question that somebody asked, and how it went. */
@Entity
@Table(name = "support_question")
public class SupportQuestion {
    /** Longest question. */
    public static final int LONGEST = 1000;

    @Id
    private UUID id;

    @TenantId
    @Column(name = "tenant_id")
    private String tenantId;

    private String question;
    private String words;

    @Column(name = "asked_at")
    private Instant askedAt;

    @Column(name = "asked_by")
    private String askedBy;

    @Column(name = "asked_name")
    private String askedName;

    private boolean answered;
    private int found;

    @Column(name = "classifier_id")
    private UUID classifierId;

    private String label;
    private Boolean helped;

    @Column(name = "helped_at")
    private Instant helpedAt;

    /** For Hibernate. */
    protected SupportQuestion() {}

    SupportQuestion(String question, Instant askedAt, String askedBy, String askedName, Answer answer) {
        this.id = UUID.randomUUID();
        this.question = question;
        this.words = QuestionWords.of(question);
        this.askedAt = askedAt;
        this.askedBy = askedBy;
        this.askedName = askedName;
        this.answered = answer.response().answer().isPresent();
        this.found = answer.response().passages().size();
        answer.category().ifPresent(category -> {
            this.classifierId = category.classifier();
            this.label = category.label();
        });
    }

    public UUID id() {
        return id;
    }

    /** As it was asked. */
    public String question() {
        return question;
    }

    public Instant askedAt() {
        return askedAt;
    }

    /** Identifier of who asked. */
    public String askedBy() {
        return askedBy;
    }

    /** Name of who asked. */
    public String askedName() {
        return askedName;
    }

    /** Whether a passage was shown as the answer. */
    public boolean answered() {
        return answered;
    }

    /** Documents shown. */
    public int found() {
        return found;
    }

    /** What a classifier took the question for. */
    public Optional<String> label() {
        return Optional.ofNullable(label);
    }

    /** What the person said to "did this help?"; empty while nothing was said. */
    public Optional<Boolean> helped() {
        return Optional.ofNullable(helped);
    }

    void helped(boolean value, Instant at) {
        this.helped = value;
        this.helpedAt = at;
    }
}
