package io.docket.web.upload;

import io.agroal.api.AgroalDataSource;
import io.docket.web.blob.Sha256;
import io.docket.web.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The records of large files on their way. Each call is a transaction of its own: what it says is safe when it returns. */
@ApplicationScoped
class PartialFiles {
    private static final int GONE = 410;

    private final AgroalDataSource database;

    PartialFiles(AgroalDataSource database) {
        this.database = database;
    }

    void add(PartialFile file) {
        execute(
                "insert into partial_file (tenant_id, id, upload_id, path, size, sha256, received, metadata, created_at,"
                        + " expires_at) values (docket_tenant(), ?, ?, ?, ?, ?, 0, ?, now(), ?)",
                statement -> {
                    statement.setObject(1, file.id());
                    statement.setObject(2, file.upload());
                    statement.setString(3, file.path().value());
                    statement.setLong(4, file.size());
                    statement.setString(5, file.hash().map(Sha256::hex).orElse(null));
                    statement.setString(6, file.metadata());
                    statement.setObject(7, utc(file.expires()));
                });
    }

    /**
     * A file of an upload.
     *
     * @throws ProblemException 404 when there is none, 410 when it expired
     */
    PartialFile require(UUID upload, UUID id) {
        PartialFile file = QuarkusTransaction.requiringNew()
                .call(() -> find("id = ? and upload_id = ?", id, upload))
                .orElseThrow(() -> ProblemException.notFound("There is no file " + id + " on its way in upload "
                        + upload + ": it ended or was given up; begin it anew"));
        if (file.expires().isBefore(Instant.now())) {
            throw new ProblemException(
                    GONE, "Expired", "The file \"" + file.path() + "\" waited too long for its rest: begin it anew.");
        }
        return file;
    }

    /** The unfinished file of an upload at a path with this size and hash, if a sender began one. */
    Optional<PartialFile> unfinished(UUID upload, UploadPath path, long size, Optional<Sha256> hash) {
        return QuarkusTransaction.requiringNew()
                .call(() -> find(
                        "upload_id = ? and path = ? and not finished and expires_at > now()", upload, path.value()))
                .filter(file -> file.size() == size && file.hash().equals(hash));
    }

    /** Notes that so many bytes are safe. */
    void received(UUID id, long bytes, Instant expires) {
        execute("update partial_file set received = ?, expires_at = ? where id = ?", statement -> {
            statement.setLong(1, bytes);
            statement.setObject(2, utc(expires));
            statement.setObject(3, id);
        });
    }

    /** Notes that the file is a document; the record stays until it expires, for senders that missed the answer. */
    void finished(UUID id) {
        execute(
                "update partial_file set received = size, finished = true where id = ?",
                statement -> statement.setObject(1, id));
    }

    void remove(UUID id) {
        execute("delete from partial_file where id = ?", statement -> statement.setObject(1, id));
    }

    /** Removes the records of files that nobody will go on with: expired, or of an upload that ended. */
    void removeAbandoned() {
        execute("""
                delete from partial_file p using upload u where u.id = p.upload_id
                and (p.expires_at < now() or (u.state <> 'OPEN' and not p.finished))""", statement -> {});
    }

    /** The files of the tenant whose bytes are needed. */
    Set<UUID> growing() {
        return QuarkusTransaction.requiringNew().call(() -> {
            Set<UUID> ids = new HashSet<>();
            try (Connection connection = database.getConnection();
                    PreparedStatement statement =
                            connection.prepareStatement("select id from partial_file where not finished");
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getObject(1, UUID.class));
                }
            }
            return ids;
        });
    }

    private Optional<PartialFile> find(String condition, Object first, Object second) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select id, upload_id, path, size, sha256, received, metadata, finished, expires_at"
                                + " from partial_file where " + condition + " order by created_at desc limit 1")) {
            statement.setObject(1, first);
            statement.setObject(2, second);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        }
    }

    private static PartialFile read(ResultSet row) throws SQLException {
        return new PartialFile(
                row.getObject("id", UUID.class),
                row.getObject("upload_id", UUID.class),
                new UploadPath(row.getString("path")),
                row.getLong("size"),
                Optional.ofNullable(row.getString("sha256")).map(Sha256::new),
                row.getLong("received"),
                row.getString("metadata"),
                row.getBoolean("finished"),
                row.getObject("expires_at", OffsetDateTime.class).toInstant());
    }

    private void execute(String sql, Binding binding) {
        QuarkusTransaction.requiringNew().run(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                binding.bind(statement);
                statement.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException("The record of a file on its way cannot be written.", e);
            }
        });
    }

    private static OffsetDateTime utc(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }

    /** Fills in a statement. */
    @FunctionalInterface
    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }
}
