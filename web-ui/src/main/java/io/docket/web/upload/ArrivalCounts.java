package io.docket.web.upload;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** Counts what was announced, received, refused and is missing, all in one statement and so of one moment. */
@ApplicationScoped
public class ArrivalCounts {
    /** The rate is that of the last so many seconds, as in the progress of the later stages. */
    private static final int RATE_SECONDS = 20;

    private static final String SQL = """
            select a.files, a.bytes, r.files, r.bytes, refused.files, a.missing, a.missing_bytes, r.lately, r.bytes_lately
            from (select count(*) as files, coalesce(sum(m.size), 0) as bytes,
                      count(*) filter (where d.id is null and f.id is null) as missing,
                      coalesce(sum(m.size) filter (where d.id is null and f.id is null), 0) as missing_bytes
                  from upload_manifest_entry m left join document d on d.id = m.id
                      left join upload_refusal f on f.upload_id = m.upload_id and f.id = m.id
                  where m.upload_id = ?) a,
                 (select count(*) as files, coalesce(sum(size), 0) as bytes,
                      count(*) filter (where created_at > now() - make_interval(secs => ?)) as lately,
                      coalesce(sum(size) filter (where created_at > now() - make_interval(secs => ?)), 0) as bytes_lately
                  from document where upload_id = ? and parent_id is null) r,
                 (select count(*) as files from upload_refusal where upload_id = ?) refused""";

    private final AgroalDataSource database;

    ArrivalCounts(AgroalDataSource database) {
        this.database = database;
    }

    /** The counts of an upload at this moment. */
    @Transactional
    public Arrivals of(UUID upload) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setObject(1, upload);
            statement.setDouble(2, RATE_SECONDS);
            statement.setDouble(3, RATE_SECONDS);
            statement.setObject(4, upload);
            statement.setObject(5, upload);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Arrivals(
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        (double) row.getLong(8) / RATE_SECONDS,
                        (double) row.getLong(9) / RATE_SECONDS);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The files of upload " + upload + " cannot be counted.", e);
        }
    }
}
