package io.docket.web.account;

import io.docket.ingest.fingerprint.WordDifference;
import io.docket.web.pipeline.Document;
import io.docket.web.pipeline.DocumentTexts;
import io.docket.web.pipeline.Documents;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Compares the texts of two documents. */
@ApplicationScoped
public class Comparisons {
    /** Longest text that is compared, in UTF-16 units: 80 pages, more than anybody reads as a difference. */
    static final int LONGEST = 400_000;

    private final Documents documents;
    private final DocumentTexts texts;

    Comparisons(Documents documents, DocumentTexts texts) {
        this.documents = documents;
        this.texts = texts;
    }

    /**
     * Compares two documents.
     *
     * @throws io.docket.web.problem.ProblemException not found
     */
    public Comparison of(String tenant, UUID first, UUID second) {
        Document left = documents.require(first);
        Document right = documents.require(second);
        return new Comparison(
                left,
                right,
                WordDifference.between(text(tenant, left), text(tenant, right)),
                Math.max(left.characters(), right.characters()) > LONGEST);
    }

    private String text(String tenant, Document document) {
        return document.textBlob()
                .map(text -> texts.read(tenant, text, LONGEST))
                .orElse("");
    }
}
