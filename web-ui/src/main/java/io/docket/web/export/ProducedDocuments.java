package io.docket.web.export;

import io.agroal.api.AgroalDataSource;
import io.docket.web.blob.Sha256;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads the records of documents for productions. */
@ApplicationScoped
class ProducedDocuments {
    private final AgroalDataSource database;

    ProducedDocuments(AgroalDataSource database) {
        this.database = database;
    }

    /** The documents in the order of a production: family by family by the path of its head, the head first. */
    List<UUID> inOrder(Collection<UUID> documents) {
        return read("""
                select d.id from document d left join document head on head.id = d.family_id
                where d.id = any(?)
                order by coalesce(head.path, d.path), d.family_id, d.depth, d.position, d.path, d.id""", documents, row -> row.getObject(1, UUID.class));
    }

    /** The records of documents, in the order of the ids; those that are gone or closed are left out. */
    List<ProducedDocument> records(List<UUID> documents) {
        Map<UUID, ProducedDocument> found = new HashMap<>();
        read("select * from document where id = any(?)", documents, ProducedDocuments::document)
                .forEach(document -> found.put(document.id(), document));
        return documents.stream()
                .flatMap(id -> Optional.ofNullable(found.get(id)).stream())
                .toList();
    }

    private static ProducedDocument document(ResultSet row) throws SQLException {
        return new ProducedDocument(
                row.getObject("id", UUID.class),
                row.getObject("family_id", UUID.class),
                row.getString("path"),
                row.getString("name"),
                row.getString("custodian"),
                new Sha256(row.getString("sha256")),
                row.getLong("size"),
                row.getString("media_type"),
                Optional.ofNullable(row.getString("text_sha256")).map(Sha256::new),
                row.getString("title"),
                row.getString("author"),
                Optional.ofNullable(row.getObject("document_date", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant));
    }

    private <T> List<T> read(String sql, Collection<UUID> documents, Row<T> row) {
        return QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setArray(1, connection.createArrayOf("uuid", documents.toArray()));
                List<T> read = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        read.add(row.of(rows));
                    }
                }
                return read;
            }
        });
    }

    @FunctionalInterface
    private interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }
}
