package io.docket.web.pipeline;

import io.docket.index.IndexLostChangesException;
import io.docket.index.IndexedDocument;
import io.docket.index.Rejection;
import io.docket.index.SearchNode;
import io.docket.index.TenantIndex;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * From row to search result. The index is committed before the rows say so: after a crash in between, the documents are
 * put again, which replaces them by themselves.
 */
@ApplicationScoped
class IndexStep {
    private static final Logger LOG = Logger.getLogger(IndexStep.class);

    /** After so many refusals by the index the document is settled as failed. */
    private static final int MOST_ATTEMPTS = 5;

    /** Documents that are read into memory at once. */
    private static final int PORTION = 32;

    private final DocumentClaims claims;
    private final DocumentRecords records;
    private final IndexContent content;
    private final SearchNode node;

    IndexStep(DocumentClaims claims, DocumentRecords records, IndexContent content, SearchNode node) {
        this.claims = claims;
        this.records = records;
        this.content = content;
        this.node = node;
    }

    /** Works on one batch of the tenant; returns how many documents were claimed. */
    int work(String tenant) {
        List<ClaimedDocument> batch = claims.claim(Step.INDEX);
        if (batch.isEmpty()) {
            return 0;
        }
        TenantIndex index = node.tenant(tenant);
        try {
            Map<UUID, String> rejected = write(tenant, index, batch);
            index.commit(Map.of());
            index.refresh();
            records.indexed(batch.stream()
                    .filter(document -> !rejected.containsKey(document.id()))
                    .toList());
            rejected.forEach(
                    (document, reason) -> records.failed(List.of(document), "The index refused it: " + reason));
        } catch (IndexLostChangesException e) {
            LOG.errorf(e, "The index of tenant %s lost what was not committed; it is put again", tenant);
            recover(tenant, index);
            postpone(batch, e.getMessage());
        } catch (IOException | RuntimeException e) {
            LOG.errorf(e, "%d documents of tenant %s could not be indexed", (Object) batch.size(), tenant);
            postpone(batch, e.getMessage());
        }
        return batch.size();
    }

    private Map<UUID, String> write(String tenant, TenantIndex index, List<ClaimedDocument> batch) throws IOException {
        List<UUID> whole = new ArrayList<>();
        List<UUID> labels = new ArrayList<>();
        for (ClaimedDocument document : batch) {
            boolean known = document.state() == DocumentState.Settled.INDEXED;
            (known && document.debt() == ClaimedDocument.Debt.LABELS ? labels : whole).add(document.id());
        }
        Map<UUID, String> rejected = new HashMap<>();
        for (int from = 0; from < whole.size(); from += PORTION) {
            List<IndexedDocument> documents =
                    content.documents(tenant, whole.subList(from, Math.min(whole.size(), from + PORTION)));
            for (Rejection rejection : index.put(documents)) {
                rejected.put(UUID.fromString(rejection.documentId()), rejection.reason());
            }
        }
        if (!labels.isEmpty()) {
            index.relabel(content.labels(labels));
        }
        return rejected;
    }

    private void postpone(List<ClaimedDocument> batch, String reason) {
        List<UUID> hopeless = batch.stream()
                .filter(document ->
                        document.attempts() >= MOST_ATTEMPTS && document.state() == DocumentState.Pending.CLASSIFIED)
                .map(ClaimedDocument::id)
                .toList();
        List<UUID> others = batch.stream()
                .map(ClaimedDocument::id)
                .filter(id -> !hopeless.contains(id))
                .toList();
        if (!hopeless.isEmpty()) {
            records.failed(hopeless, "Indexing failed " + MOST_ATTEMPTS + " times: " + reason);
        }
        if (!others.isEmpty()) {
            records.postponed(others, 10);
        }
    }

    private static void recover(String tenant, TenantIndex index) {
        try {
            index.recover();
        } catch (IOException e) {
            LOG.errorf(e, "The index of tenant %s could not be opened again", tenant);
        }
    }
}
