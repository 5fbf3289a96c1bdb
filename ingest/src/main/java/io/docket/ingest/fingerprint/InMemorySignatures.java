package io.docket.ingest.fingerprint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps the principals of near-duplicate groups in memory: about 1 KB each. For tools and tests. */
public final class InMemorySignatures implements NearDuplicateGroups.Signatures {
    private final Map<Long, List<NearDuplicateGroups.Principal>> byBand = new HashMap<>();

    @Override
    public Collection<NearDuplicateGroups.Principal> sharing(long[] bands) {
        List<NearDuplicateGroups.Principal> found = new ArrayList<>();
        for (long band : bands) {
            found.addAll(byBand.getOrDefault(band, List.of()));
        }
        return found;
    }

    @Override
    public void add(NearDuplicateGroups.Principal principal) {
        for (long band : principal.signature().bands()) {
            byBand.computeIfAbsent(band, key -> new ArrayList<>()).add(principal);
        }
    }
}
