package io.docket.web.account;

import io.docket.ingest.fingerprint.MinHashSignature;
import io.docket.ingest.fingerprint.NearDuplicateGroups;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The principals that a batch of documents may belong to, read at once, and those that it adds, written at once in the
 * end: asking the database for each document would take longer than comparing it.
 */
final class SignatureBatch implements NearDuplicateGroups.Signatures {
    private final StoredSignatures stored;
    private final Map<Long, List<NearDuplicateGroups.Principal>> byBand = new HashMap<>();
    private final Map<UUID, MinHashSignature> principals = new LinkedHashMap<>();
    private final Map<UUID, MinHashSignature> members = new LinkedHashMap<>();

    /**
     * Reads what may be near.
     *
     * @param signatures those of the batch
     */
    SignatureBatch(StoredSignatures stored, Collection<MinHashSignature> signatures) throws SQLException {
        this.stored = stored;
        if (!signatures.isEmpty()) {
            stored.sharing(signatures)
                    .forEach((id, signature) -> remember(new NearDuplicateGroups.Principal(id.toString(), signature)));
        }
    }

    @Override
    public Collection<NearDuplicateGroups.Principal> sharing(long[] bands) {
        Set<NearDuplicateGroups.Principal> sharing = new HashSet<>();
        for (long band : bands) {
            sharing.addAll(byBand.getOrDefault(band, List.of()));
        }
        return sharing;
    }

    @Override
    public void add(NearDuplicateGroups.Principal principal) {
        principals.put(UUID.fromString(principal.documentId()), principal.signature());
        remember(principal);
    }

    /** Stores the signature of a document that belongs to another's group. */
    void addMember(UUID document, MinHashSignature signature) {
        members.put(document, signature);
    }

    /** Writes what was added. */
    void write() throws SQLException {
        stored.store(principals, true);
        stored.store(members, false);
    }

    private void remember(NearDuplicateGroups.Principal principal) {
        for (long band : principal.signature().bands()) {
            byBand.computeIfAbsent(band, key -> new ArrayList<>()).add(principal);
        }
    }
}
