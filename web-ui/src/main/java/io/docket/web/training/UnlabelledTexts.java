package io.docket.web.training;

import io.docket.ml.TextSource;
import io.docket.web.blob.Sha256;
import io.docket.web.pipeline.DocumentTexts;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;

/** Texts of documents that nobody labelled: the language model learns from them how the tenant writes. */
@ApplicationScoped
class UnlabelledTexts {
    /** More of them are not read: training takes a sample anyway. */
    private static final int MOST_DOCUMENTS = 20_000;
    /** So that a few long documents do not stand for all. */
    private static final int MOST_CHARACTERS = 20_000;

    private final EntityManager entityManager;
    private final DocumentTexts texts;

    UnlabelledTexts(EntityManager entityManager, DocumentTexts texts) {
        this.entityManager = entityManager;
        this.texts = texts;
    }

    /** The texts of the classifier's collections that have no confirmed label of it, each once, in an order without meaning. */
    TextSource of(String tenant, UUID classifier) {
        List<?> rows = QuarkusTransaction.requiringNew().call(() -> entityManager
                .createNativeQuery("""
                        select distinct d.text_sha256 from document d
                        join classifier_scope s on s.collection_id = d.collection_id and s.classifier_id = :classifier
                        where d.text_sha256 is not null and not exists (
                            select 1 from labelled_example e
                            where e.document_id = d.id and e.classifier_id = :classifier and e.confirmed)
                        order by d.text_sha256""", String.class)
                .setParameter("classifier", classifier)
                .setMaxResults(MOST_DOCUMENTS)
                .getResultList());
        List<Sha256> hashes = rows.stream().map(row -> new Sha256((String) row)).toList();
        return () -> hashes.stream().map(hash -> texts.read(tenant, hash, MOST_CHARACTERS));
    }
}
