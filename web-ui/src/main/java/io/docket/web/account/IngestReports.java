package io.docket.web.account;

import io.agroal.api.AgroalDataSource;
import io.docket.web.pipeline.PipelineException;
import io.docket.web.pipeline.RecognitionState;
import io.docket.web.pipeline.Status;
import io.docket.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the lines of ingest reports of the present tenant, by key: no page costs more than another. */
@ApplicationScoped
public class IngestReports {
    /** Most lines of one page. */
    public static final int LARGEST_PAGE = 1_000;

    private final AgroalDataSource database;

    IngestReports(AgroalDataSource database) {
        this.database = database;
    }

    /**
     * One page of an upload's report.
     *
     * @param status which lines
     * @param after where the page before ended; empty for the first page
     * @param size lines, 1 to {@value #LARGEST_PAGE}
     */
    @Transactional
    public List<ReportLine> page(UUID upload, Status status, ReportOrder order, Optional<ReportPlace> after, int size) {
        if (size < 1 || size > LARGEST_PAGE) {
            throw ProblemException.badRequest(
                    "A page has 1 to " + LARGEST_PAGE + " lines, not " + size + ": follow next instead");
        }
        String sql = """
                select d.id, d.parent_id, d.depth, d.path, d.custodian, d.standing, d.reason, d.media_type, d.size, d.sha256,
                d.characters, d.language, d.duplicate_of, d.created_at,
                d.recognition, d.recognition_note, f.path as first_path, f.custodian as first_custodian
                from document d left join document f on f.id = d.duplicate_of
                where d.upload_id = ? STATUS BEYOND order by ORDER limit ?""".replace("STATUS", status.standings().isEmpty() ? "" : "and d.standing" + " = any(?)")
                .replace("BEYOND", after.isEmpty() ? "" : "and " + order.beyond())
                .replace("ORDER", order.columns());
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            int parameter = 1;
            statement.setObject(parameter++, upload);
            if (!status.standings().isEmpty()) {
                statement.setArray(
                        parameter++,
                        connection.createArrayOf("varchar", status.standings().toArray()));
            }
            if (after.isPresent()) {
                parameter = bind(statement, parameter, order, after.get());
            }
            statement.setInt(parameter, size);
            List<ReportLine> lines = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    lines.add(read(rows));
                }
            }
            return lines;
        } catch (SQLException e) {
            throw new PipelineException("The report of upload " + upload + " could not be read", e);
        }
    }

    private static int bind(PreparedStatement statement, int first, ReportOrder order, ReportPlace place)
            throws SQLException {
        int parameter = first;
        switch (order) {
            case PATH -> statement.setString(parameter++, place.pathStart());
            case STATUS -> {
                statement.setString(parameter++, place.standing());
                statement.setString(parameter++, place.pathStart());
            }
            case SIZE, LARGEST -> statement.setLong(parameter++, place.size());
        }
        statement.setObject(parameter++, place.id());
        return parameter;
    }

    private static ReportLine read(ResultSet row) throws SQLException {
        Optional<String> firstPath = Optional.ofNullable(row.getString("first_path"));
        String firstCustodian =
                Optional.ofNullable(row.getString("first_custodian")).orElse("");
        return new ReportLine(
                row.getObject("id", UUID.class),
                Optional.ofNullable(row.getObject("parent_id", UUID.class)),
                row.getInt("depth"),
                row.getString("path"),
                row.getString("custodian"),
                row.getString("standing"),
                firstPath
                        .map(path ->
                                "the same bytes as " + path + (firstCustodian.isEmpty() ? "" : " of " + firstCustodian))
                        .orElse(row.getString("reason")),
                row.getString("media_type"),
                row.getLong("size"),
                row.getString("sha256"),
                row.getLong("characters"),
                row.getString("language"),
                RecognitionState.valueOf(row.getString("recognition")),
                row.getString("recognition_note"),
                Optional.ofNullable(row.getObject("duplicate_of", UUID.class)),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
