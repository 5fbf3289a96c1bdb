package io.docket.web.upload;

import io.agroal.api.AgroalDataSource;
import io.docket.web.pipeline.DocumentIds;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Remembers which files of an upload could not be taken and why, until they are taken after all. */
@ApplicationScoped
public class Refusals {
    private static final int LONGEST_DETAIL = 2_000;

    private final AgroalDataSource database;

    Refusals(AgroalDataSource database) {
        this.database = database;
    }

    /**
     * A file that was not taken.
     *
     * @param path as the sender wrote it
     * @param title the reason in a few words
     * @param detail the reason and the remedy
     */
    public record Refusal(String path, String title, String detail) {}

    /** Notes refusals; a later one of the same path replaces the earlier. */
    void add(UUID upload, Collection<Refusal> refusals) {
        if (refusals.isEmpty()) {
            return;
        }
        QuarkusTransaction.requiringNew().run(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement statement = connection.prepareStatement("""
                            insert into upload_refusal (upload_id, tenant_id, id, path, title, detail, refused_at)
                            values (?, docket_tenant(), ?, ?, ?, ?, now())
                            on conflict (upload_id, id) do update
                            set title = excluded.title, detail = excluded.detail, refused_at = excluded.refused_at""")) {
                for (Refusal refusal : refusals) {
                    statement.setObject(1, upload);
                    statement.setObject(2, DocumentIds.ofFile(upload, UploadPath.spelling(refusal.path())));
                    statement.setString(3, UploadPath.visible(refusal.path(), UploadPath.LONGEST));
                    statement.setString(4, refusal.title());
                    statement.setString(5, UploadPath.visible(refusal.detail(), LONGEST_DETAIL));
                    statement.addBatch();
                }
                statement.executeBatch();
            } catch (SQLException e) {
                throw new IllegalStateException("The refusals of upload " + upload + " cannot be written.", e);
            }
        });
    }

    /** Forgets what was refused about files that are in now. */
    void forget(UUID upload, Collection<UUID> documents) {
        QuarkusTransaction.requiringNew().run(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement statement = connection.prepareStatement(
                            "delete from upload_refusal where upload_id = ? and id = any(?)")) {
                statement.setObject(1, upload);
                statement.setArray(2, connection.createArrayOf("uuid", documents.toArray()));
                statement.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException("The refusals of upload " + upload + " cannot be removed.", e);
            }
        });
    }

    /** What was refused, by path. */
    public List<Refusal> of(UUID upload, int most) {
        return QuarkusTransaction.joiningExisting().call(() -> {
            List<Refusal> found = new ArrayList<>();
            try (Connection connection = database.getConnection();
                    PreparedStatement statement = connection.prepareStatement(
                            "select path, title, detail from upload_refusal where upload_id = ? order by path, id limit ?")) {
                statement.setObject(1, upload);
                statement.setInt(2, most);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.add(new Refusal(rows.getString(1), rows.getString(2), rows.getString(3)));
                    }
                }
            }
            return found;
        });
    }
}
