package io.docket.web.pipeline;

import io.agroal.api.AgroalDataSource;
import io.docket.web.problem.ProblemException;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Keeps bytes that the malware scanner objected to from leaving: those of the document itself, of its later copies, and of every
 * container around it. While a scanner is configured, bytes that it has not seen yet do not leave either.
 */
@ApplicationScoped
public class Quarantine {
    private final AgroalDataSource database;
    private final MalwareGate malware;
    private final CurrentUser user;

    Quarantine(AgroalDataSource database, MalwareGate malware, CurrentUser user) {
        this.database = database;
        this.malware = malware;
        this.user = user;
    }

    /**
     * Lets the bytes of a document go to the present user, or refuses.
     *
     * @throws ProblemException 403 when they are in quarantine and the user is no tenant administrator; 409 when the scanner has
     *     not seen them yet
     */
    public void check(Document document) {
        if (user.hasRole(Roles.TENANT_ADMIN)) {
            return;
        }
        if (malware.address().isPresent()
                && document.outcome().isEmpty()
                && document.state() == DocumentState.Pending.RECEIVED) {
            throw ProblemException.conflict("The malware scanner has not seen document " + document.id()
                    + " yet: try again when it has been read");
        }
        if (!among(List.of(document.id())).isEmpty()) {
            throw new ProblemException(
                    403,
                    "In quarantine",
                    "The malware scanner found something in document " + document.id()
                            + " or inside it, so only a tenant administrator can download it. " + document.reason());
        }
    }

    /** Which of these documents are in quarantine, or hold something that is. */
    public Set<UUID> among(Collection<UUID> documents) {
        return QuarkusTransaction.joiningExisting().call(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement statement = connection.prepareStatement("""
                            with recursive inside (head, id) as (
                                select d.id, coalesce(d.duplicate_of, d.id) from document d where d.id = any(?)
                                union all
                                select i.head, c.id from inside i join document c on c.parent_id = i.id)
                            select distinct i.head from inside i join document d on d.id = i.id
                                join document q on q.id = coalesce(d.duplicate_of, d.id)
                            where q.outcome = 'QUARANTINED'""")) {
                statement.setArray(1, DocumentInserts.uuids(connection, documents));
                Set<UUID> held = new HashSet<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        held.add(rows.getObject(1, UUID.class));
                    }
                }
                return held;
            }
        });
    }
}
