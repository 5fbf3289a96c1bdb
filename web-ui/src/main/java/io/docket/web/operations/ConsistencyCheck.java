package io.docket.web.operations;

import io.agroal.api.AgroalDataSource;
import io.docket.index.Access;
import io.docket.index.IndexHealth;
import io.docket.index.SearchNode;
import io.docket.index.SearchRequest;
import io.docket.index.TenantIndex;
import io.docket.web.blob.BlobStore;
import io.docket.web.blob.Sha256;
import io.docket.web.training.ServingModels;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Compares database, blobs, index and models of a tenant, reading every blob again. It may run while the appliance works:
 * the database is read before the index, and what the index has too much is looked up once more, so that documents on
 * their way raise no false alarm. Call it within the tenant's scope.
 */
@ApplicationScoped
public class ConsistencyCheck {
    private static final int PAGE = 1_000;

    private final AgroalDataSource database;
    private final BlobStore blobs;
    private final SearchNode node;
    private final ServingModels models;

    ConsistencyCheck(AgroalDataSource database, BlobStore blobs, SearchNode node, ServingModels models) {
        this.database = database;
        this.blobs = blobs;
        this.node = node;
        this.models = models;
    }

    /**
     * Checks one tenant.
     *
     * @throws IOException when the blobs or the index cannot be read at all
     */
    public CheckReport check(String tenant) throws IOException {
        return new Run(tenant).report();
    }

    private record Row(UUID id, Sha256 content, Optional<Sha256> text, String state) {}

    private final class Run {
        private final String tenant;
        private final List<String> problems = new ArrayList<>();
        private final Set<Sha256> referenced = new HashSet<>();
        private final Set<UUID> known = new HashSet<>();
        private final Set<UUID> indexed = new HashSet<>();
        private long problemCount;

        Run(String tenant) {
            this.tenant = tenant;
        }

        CheckReport report() throws IOException {
            readRows();
            for (Sha256 hash : referenced) {
                checkBlob(hash);
            }
            Set<UUID> inIndex = checkIndex();
            checkModels();
            return new CheckReport(
                    tenant,
                    known.size(),
                    indexed.size(),
                    inIndex.size(),
                    referenced.size(),
                    unreferenced(),
                    problems,
                    problemCount);
        }

        private void readRows() {
            UUID after = new UUID(0, 0);
            for (List<Row> page = page(after); !page.isEmpty(); page = page(after)) {
                for (Row row : page) {
                    known.add(row.id());
                    referenced.add(row.content());
                    row.text().ifPresent(referenced::add);
                    if (row.state().equals("INDEXED")) {
                        indexed.add(row.id());
                    }
                }
                after = page.getLast().id();
            }
        }

        private void checkBlob(Sha256 hash) throws IOException {
            if (!blobs.contains(tenant, hash)) {
                problem("blob " + hash + " is missing: restore it from a backup");
            } else if (!blobs.intact(tenant, hash)) {
                problem("blob " + hash + " is damaged, its bytes have another hash: restore it from a backup");
            }
        }

        private Set<UUID> checkIndex() throws IOException {
            TenantIndex index = node.tenant(tenant);
            IndexHealth health = index.check();
            health.problems().forEach(what -> problem("index: " + what + "; run ./docket reindex"));
            Set<UUID> inIndex = new HashSet<>();
            index.forEachId(
                    SearchRequest.builder(Access.everything(), "").build(), id -> inIndex.add(UUID.fromString(id)));
            for (UUID document : indexed) {
                if (!inIndex.contains(document)) {
                    problem("document " + document
                            + " is indexed by its row but not in the index: run ./docket reindex");
                }
            }
            for (UUID document : inIndex) {
                if (!known.contains(document) && !exists(document)) {
                    problem("document " + document + " is in the index but has no row: run ./docket reindex");
                }
            }
            return inIndex;
        }

        private void checkModels() {
            models.all(tenant);
            models.damages().forEach((version, damage) -> problem("model version " + version + ": " + damage));
        }

        private long unreferenced() throws IOException {
            try (Stream<Sha256> stored = blobs.list(tenant)) {
                return stored.filter(hash -> !referenced.contains(hash)).count();
            }
        }

        private void problem(String what) {
            problemCount++;
            if (problems.size() < CheckReport.MOST_PROBLEMS) {
                problems.add(what);
            }
        }

        private boolean exists(UUID document) {
            return QuarkusTransaction.requiringNew().call(() -> {
                try (Connection connection = database.getConnection();
                        PreparedStatement statement = connection.prepareStatement(
                                "select 1 from document where id = ? and state <> 'DUPLICATE'")) {
                    statement.setObject(1, document);
                    try (ResultSet rows = statement.executeQuery()) {
                        return rows.next();
                    }
                }
            });
        }

        private List<Row> page(UUID after) {
            return QuarkusTransaction.requiringNew().call(() -> {
                try (Connection connection = database.getConnection();
                        PreparedStatement statement = connection.prepareStatement(
                                "select id, sha256, text_sha256, state from document where id > ? order by id limit ?")) {
                    statement.setObject(1, after);
                    statement.setInt(2, PAGE);
                    List<Row> page = new ArrayList<>();
                    try (ResultSet rows = statement.executeQuery()) {
                        while (rows.next()) {
                            page.add(new Row(
                                    rows.getObject(1, UUID.class),
                                    new Sha256(rows.getString(2)),
                                    Optional.ofNullable(rows.getString(3)).map(Sha256::new),
                                    rows.getString(4)));
                        }
                    }
                    return page;
                }
            });
        }
    }
}
