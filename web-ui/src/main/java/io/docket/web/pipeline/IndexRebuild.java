package io.docket.web.pipeline;

import io.agroal.api.AgroalDataSource;
import io.docket.index.IndexOutdatedException;
import io.docket.index.IndexedDocument;
import io.docket.index.Rebuild;
import io.docket.index.SearchNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Builds a tenant's index anew from database and blobs, beside the one in use; searches and the pipeline go on meanwhile.
 * Call it within the tenant's scope and outside a transaction.
 */
@ApplicationScoped
public class IndexRebuild {
    private static final Logger LOG = Logger.getLogger(IndexRebuild.class);

    /** Documents that are read into memory at once. */
    private static final int PORTION = 32;

    private final AgroalDataSource database;
    private final IndexContent content;
    private final SearchNode node;
    private final WorkSignal signal;

    IndexRebuild(AgroalDataSource database, IndexContent content, SearchNode node, WorkSignal signal) {
        this.database = database;
        this.content = content;
        this.node = node;
        this.signal = signal;
    }

    /**
     * Rebuilds the index.
     *
     * @return how many documents it holds
     * @throws IOException when the index cannot be written; the one in use stays
     */
    public long rebuild(String tenant) throws IOException {
        long documents = 0;
        try (Rebuild rebuild = node.rebuild(tenant)) {
            UUID after = new UUID(0, 0);
            for (List<UUID> page = page(after); !page.isEmpty(); page = page(after)) {
                List<IndexedDocument> read = content.documents(tenant, page);
                rebuild.put(read);
                documents += read.size();
                after = page.getLast();
            }
            rebuild.promote(Map.of());
        }
        return documents;
    }

    /**
     * Repairs an index that is missing or was written by another version of Docket; any other is left alone. For the start
     * of the appliance, before the pipeline works.
     */
    public void repair(String tenant) throws IOException {
        try {
            if (node.tenant(tenant).counts().documents() == 0 && oweEverything() > 0) {
                LOG.warnf("The index of tenant %s is empty; its documents are put into it again", tenant);
                signal.workArrived();
            }
        } catch (IndexOutdatedException outdated) {
            LOG.warnf("%s; rebuilding it now", outdated.getMessage());
            LOG.infof("The index of tenant %s was rebuilt with %d documents", tenant, (Object) rebuild(tenant));
        }
    }

    private int oweEverything() {
        return QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement statement = connection.prepareStatement("""
                            update document set index_debt = 'ALL', revision = revision + 1
                            where id in (select id from document where tenant_id = docket_tenant() and state = 'INDEXED'
                                order by id for no key update)""")) {
                return statement.executeUpdate();
            }
        });
    }

    private List<UUID> page(UUID after) {
        return QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement statement = connection.prepareStatement(
                            "select id from document where state = 'INDEXED' and id > ? order by id limit ?")) {
                statement.setObject(1, after);
                statement.setInt(2, PORTION);
                List<UUID> ids = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        ids.add(rows.getObject(1, UUID.class));
                    }
                }
                return ids;
            }
        });
    }
}
