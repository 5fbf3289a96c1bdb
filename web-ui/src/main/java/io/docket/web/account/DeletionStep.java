package io.docket.web.account;

import io.agroal.api.AgroalDataSource;
import io.docket.index.SearchNode;
import io.docket.index.TenantIndex;
import io.docket.web.audit.AuditLog;
import io.docket.web.pipeline.PipelineException;
import io.docket.web.pipeline.WorkSignal;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Deletes uploads in steps of some families each, for the present tenant. The rows go first, in one transaction that notes
 * what index and disk still hold; then those notes are worked off. A process may die anywhere: the next one goes on.
 */
@ApplicationScoped
class DeletionStep {
    /** Uploaded files per transaction, each with everything that was found inside it. */
    private static final int ROOTS = 100;

    private static final int INDEX_BATCH = 5_000;

    private final AgroalDataSource database;
    private final SearchNode node;
    private final AuditLog audit;
    private final WorkSignal signal;

    DeletionStep(AgroalDataSource database, SearchNode node, AuditLog audit, WorkSignal signal) {
        this.database = database;
        this.node = node;
        this.audit = audit;
        this.signal = signal;
    }

    /**
     * Does one step.
     *
     * @return whether something was done and more may be left
     */
    boolean work(String tenant) throws IOException {
        boolean deleted = QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = database.getConnection()) {
                List<UUID> uploads = Sql.ids(
                        connection,
                        "select upload_id from upload_deletion order by requested_at limit 1 for update skip locked");
                return !uploads.isEmpty() && deleteSome(connection, uploads.getFirst());
            } catch (SQLException e) {
                throw new PipelineException("Documents of tenant " + tenant + " could not be deleted", e);
            }
        });
        boolean cleaned = cleanIndex(tenant);
        if (deleted) {
            signal.workArrived();
        }
        return deleted || cleaned;
    }

    private boolean deleteSome(Connection connection, UUID upload) throws SQLException {
        List<UUID> documents = Sql.ids(connection, """
                with recursive family (id) as (
                    select id from (select id from document where upload_id = ? and parent_id is null limit ?) roots
                    union select c.id from document c join family f on c.parent_id = f.id)
                select id from document where id in (select id from family) order by id for update""", upload, ROOTS);
        if (documents.isEmpty()) {
            finish(connection, upload);
            return true;
        }
        boolean inWork = !Sql.ids(
                        connection,
                        "select id from document where id = any(?) and lease_owner is not null and lease_until > now()",
                        documents)
                .isEmpty();
        if (inWork) {
            return false;
        }
        UUID collection = Sql.ids(connection, "select collection_id from upload where id = ?", upload)
                .getFirst();
        FoundRelations.lock(connection, collection);
        new NearGroupSuccession(connection, collection).leave(documents);
        List<UUID> threads = Sql.ids(
                connection,
                "select distinct thread_id from document where id = any(?) and thread_id is not null",
                documents);
        Map<UUID, UUID> heirs = new CopySuccession(connection).prepare(documents);
        Sql.update(connection, """
                insert into blob_leftover (tenant_id, sha256, noticed_at)
                select distinct docket_tenant(), b.sha256, now() from document d, lateral (values (d.sha256), (d.text_sha256)) b (sha256)
                where d.id = any(?) and b.sha256 is not null
                on conflict (tenant_id, sha256) do update set noticed_at = now()""", documents);
        Sql.update(
                connection,
                "insert into index_leftover (document_id, tenant_id) select unnest(?), docket_tenant() on conflict do nothing",
                documents);
        Sql.update(connection, "delete from document where id = any(?)", documents);
        CopySuccession.succeed(connection, heirs.values());
        Sql.update(connection, """
                delete from mail_node n where n.thread_id = any(?)
                    and not exists (select 1 from document d where d.thread_id = n.thread_id)""", threads);
        Sql.update(
                connection,
                "update upload_deletion set deleted = deleted + ? where upload_id = ?",
                documents.size(),
                upload);
        return true;
    }

    private void finish(Connection connection, UUID upload) throws SQLException {
        Optional<Long> deleted = Sql.query(
                        connection,
                        row -> row.getLong(1),
                        "select deleted from upload_deletion where upload_id = ?",
                        upload)
                .stream()
                .findFirst();
        Sql.update(connection, "delete from upload where id = ?", upload);
        audit.recordSystem("deletion", "upload.deleted", "upload/" + upload, deleted.orElse(0L) + " documents");
    }

    /** The index forgets first, then the note that it should. */
    private boolean cleanIndex(String tenant) throws IOException {
        List<UUID> gone = QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = database.getConnection()) {
                return Sql.ids(connection, "select document_id from index_leftover limit ?", INDEX_BATCH);
            }
        });
        if (gone.isEmpty()) {
            return false;
        }
        TenantIndex index = node.tenant(tenant);
        index.delete(gone.stream().map(UUID::toString).toList());
        index.commit(Map.of());
        index.refresh();
        QuarkusTransaction.requiringNew().run(() -> {
            try (Connection connection = database.getConnection()) {
                Sql.update(connection, "delete from index_leftover where document_id = any(?)", gone);
            } catch (SQLException e) {
                throw new PipelineException("What the index of tenant " + tenant + " forgot could not be noted", e);
            }
        });
        return true;
    }
}
