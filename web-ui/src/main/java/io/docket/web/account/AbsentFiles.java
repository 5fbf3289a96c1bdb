package io.docket.web.account;

import io.agroal.api.AgroalDataSource;
import io.docket.web.pipeline.PipelineException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The files of an upload that are not among its documents: refused, or announced and never received. */
@ApplicationScoped
public class AbsentFiles {
    private static final String SQL = """
            select id, path, status, reason from (
                select id, path, 'refused' as status, detail as reason from upload_refusal where upload_id = ?
                union all
                select m.id, m.path, 'missing', 'announced and not received: send it, or end the upload without it'
                from upload_manifest_entry m
                where m.upload_id = ? and not exists (select 1 from document d where d.id = m.id)
                    and not exists (select 1 from upload_refusal f where f.upload_id = m.upload_id and f.id = m.id)) absent
            where (? = 'absent' or status = ?) and (path > ? or (path = ? and id > ?))
            order by path, id limit ?""";

    private final AgroalDataSource database;

    AbsentFiles(AgroalDataSource database) {
        this.database = database;
    }

    /**
     * One page, by path.
     *
     * @param status {@code refused}, {@code missing}, or {@code absent} for both
     * @param after the last file of the page before
     */
    @Transactional
    public List<AbsentFile> page(UUID upload, String status, Optional<AbsentFile> after, int size) {
        String path = after.map(AbsentFile::path).orElse("");
        UUID id = after.map(AbsentFile::id).orElse(new UUID(0, 0));
        try (Connection connection = database.getConnection()) {
            return Sql.query(
                    connection,
                    row -> new AbsentFile(
                            row.getObject("id", UUID.class),
                            row.getString("path"),
                            row.getString("status"),
                            row.getString("reason")),
                    SQL,
                    upload,
                    upload,
                    status,
                    status,
                    path,
                    path,
                    id,
                    size);
        } catch (SQLException e) {
            throw new PipelineException("The absent files of upload " + upload + " could not be read", e);
        }
    }
}
