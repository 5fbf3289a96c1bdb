package io.docket.web.account;

import io.agroal.api.AgroalDataSource;
import io.docket.web.blob.BlobStore;
import io.docket.web.blob.Sha256;
import io.docket.web.pipeline.PipelineException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Removes files that deleted documents left on the disk, unless other documents use them. A file is spared for a while
 * after it was last written or sent again, because a sender's bytes are on the disk before its document has a row.
 */
@ApplicationScoped
class LeftoverBlobs {
    private static final int BATCH = 2_000;

    private final AgroalDataSource database;
    private final BlobStore blobs;
    private final Duration grace;

    LeftoverBlobs(
            AgroalDataSource database,
            BlobStore blobs,
            @ConfigProperty(name = "docket.deletion.grace", defaultValue = "PT15M") Duration grace) {
        this.database = database;
        this.blobs = blobs;
        this.grace = grace;
    }

    /**
     * Works off one batch of the present tenant's leftovers.
     *
     * @return whether there may be more
     */
    boolean remove(String tenant) throws IOException {
        List<Sha256> due = hashes("""
                select l.sha256 from blob_leftover l where l.noticed_at < now() - make_interval(secs => ?) limit ?""");
        if (due.isEmpty()) {
            return false;
        }
        Set<Sha256> settled = new HashSet<>(usedOf(due));
        for (Sha256 hash : due) {
            if (!settled.contains(hash)
                    && blobs.removeUnlessTouchedSince(
                            tenant, hash, Instant.now().minus(grace))) {
                settled.add(hash);
            }
        }
        settle(due, settled);
        return due.size() == BATCH;
    }

    private List<Sha256> hashes(String sql) {
        return QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setDouble(1, grace.toSeconds());
                statement.setInt(2, BATCH);
                return read(statement);
            }
        });
    }

    private List<Sha256> usedOf(List<Sha256> candidates) {
        return QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement statement = connection.prepareStatement("""
                            select h from unnest(?) as h
                            where h in (select sha256 from document)
                                or h in (select text_sha256 from document where text_sha256 is not null)""")) {
                statement.setArray(1, connection.createArrayOf("bpchar", text(candidates)));
                return read(statement);
            }
        });
    }

    /** What was stored again meanwhile is looked at later: its document may have its row by then, or never. */
    private void settle(List<Sha256> due, Set<Sha256> settled) {
        QuarkusTransaction.requiringNew().run(() -> {
            try (Connection connection = database.getConnection()) {
                change(connection, "delete from blob_leftover where sha256 = any(?)", settled);
                change(connection, "update blob_leftover set noticed_at = now() where sha256 = any(?)", due);
            } catch (SQLException e) {
                throw new PipelineException("Removed files could not be noted", e);
            }
        });
    }

    private static void change(Connection connection, String sql, Collection<Sha256> hashes) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("bpchar", text(hashes)));
            statement.executeUpdate();
        }
    }

    private static Object[] text(Collection<Sha256> hashes) {
        return hashes.stream().map(Sha256::hex).toArray();
    }

    private static List<Sha256> read(PreparedStatement statement) throws SQLException {
        List<Sha256> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(new Sha256(rows.getString(1)));
            }
        }
        return found;
    }
}
