package io.docket.web.pipeline;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * From text to labels and relatives: every classifier with a model speaks about a claimed batch, and conversations and
 * near-duplicates are found, from one reading of the text.
 */
@ApplicationScoped
class ClassifyStep {
    private static final Logger LOG = Logger.getLogger(ClassifyStep.class);

    /** After so many failures of the appliance the document is settled as failed. */
    private static final int MOST_ATTEMPTS = 5;

    /** Most characters of text that one call of the classifiers gets; bounds memory whatever the documents. */
    private static final long MOST_CHARACTERS = 16_000_000;

    private final DocumentClaims claims;
    private final DocumentRecords records;
    private final DocumentTexts texts;
    private final DocumentClassifiers classifiers;
    private final DocumentRelations relations;

    ClassifyStep(
            DocumentClaims claims,
            DocumentRecords records,
            DocumentTexts texts,
            DocumentClassifiers classifiers,
            DocumentRelations relations) {
        this.claims = claims;
        this.records = records;
        this.texts = texts;
        this.classifiers = classifiers;
        this.relations = relations;
    }

    /** Works on one batch of the tenant; returns how many documents were claimed. */
    int work(String tenant) {
        List<ClaimedDocument> batch = claims.claim(Step.CLASSIFY);
        List<ClaimedDocument> part = new ArrayList<>();
        Map<UUID, ClassifierInput> contents = new LinkedHashMap<>();
        long characters = 0;
        for (ClaimedDocument document : batch) {
            part.add(document);
            if (document.text().isPresent()) {
                String text = texts.read(tenant, document.text().get());
                contents.put(document.id(), ClassifierInput.of(document.title(), document.name(), text));
                characters += text.length();
            }
            if (characters > MOST_CHARACTERS) {
                classify(tenant, part, contents);
                part.clear();
                contents.clear();
                characters = 0;
            }
        }
        if (!part.isEmpty()) {
            classify(tenant, part, contents);
        }
        return batch.size();
    }

    private void classify(String tenant, List<ClaimedDocument> documents, Map<UUID, ClassifierInput> contents) {
        List<UUID> ids = documents.stream().map(ClaimedDocument::id).toList();
        try {
            DocumentClassifiers.Verdicts verdicts = classifiers.classify(tenant, contents);
            DocumentRelations.Relations related = relations.relate(documents.stream()
                    .map(document -> new DocumentRelations.ReadDocument(
                            document.id(),
                            document.collection(),
                            contents.containsKey(document.id())
                                    ? contents.get(document.id()).text()
                                    : ""))
                    .toList());
            QuarkusTransaction.requiringNew().run(() -> {
                verdicts.record();
                related.record();
                records.classified(ids);
            });
        } catch (DocumentClassifiers.ChampionChangedException again) {
            claims.release(ids);
        } catch (RuntimeException e) {
            LOG.warnf(e, "%d documents of tenant %s could not be classified", (Object) ids.size(), tenant);
            int attempts =
                    documents.stream().mapToInt(ClaimedDocument::attempts).min().orElse(0);
            if (attempts >= MOST_ATTEMPTS) {
                records.failed(ids, "Labelling failed " + attempts + " times: " + e.getMessage() + " Retry it.");
            } else {
                records.postponed(ids, 5 * attempts);
            }
        }
    }
}
