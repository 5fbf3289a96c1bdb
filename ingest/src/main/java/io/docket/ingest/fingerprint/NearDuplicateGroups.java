package io.docket.ingest.fingerprint;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Puts documents into groups of near-duplicates as they arrive. The first document of a group is its principal; a later
 * one joins the group of the most similar principal, if its similarity reaches the threshold. Comparing with principals
 * only keeps a group from drifting: every member is near the principal a reader sees. A document that was added before
 * keeps its place.
 *
 * <p>Where signatures are kept is the caller's choice: a database in the appliance, {@link InMemorySignatures} in tests
 * and tools. Not safe for use by several threads on one collection; the caller serialises.
 */
public final class NearDuplicateGroups {
    /**
     * The similarity of word shingles at which two contracts count as versions of one another. An edit of one word changes
     * five shingles, so 0.5 is about one word in 14. On variants of 252 real contracts in random order (docs/benchmarks.md)
     * groups at 0.5 hold 93 to 99 % of the versions that 0.7 loses up to 72 % of (every number and date filled in anew),
     * and 98.1 instead of 98.6 % of the members are of one contract.
     */
    public static final double DEFAULT_THRESHOLD = 0.5;

    /**
     * Where the principals of groups are kept.
     */
    public interface Signatures {
        /** The principals that share a band with the given ones. */
        Collection<Principal> sharing(long[] bands);

        /** Stores a new principal under its bands. */
        void add(Principal principal);
    }

    /**
     * The first document of a group.
     *
     * @param documentId the caller's name for it, and for the group
     * @param signature what it looks like
     */
    public record Principal(String documentId, MinHashSignature signature) {
        public Principal {
            Objects.requireNonNull(documentId, "documentId");
            Objects.requireNonNull(signature, "signature");
        }
    }

    /**
     * Where a document belongs.
     *
     * @param groupId id of the group's principal
     * @param similarity to the principal; 1 for the principal itself
     */
    public record Membership(String groupId, double similarity) {}

    private final Signatures signatures;
    private final double threshold;

    /**
     * Groups over a store of signatures.
     *
     * @param threshold smallest similarity of a member to its principal, above 0 and at most 1
     */
    public NearDuplicateGroups(Signatures signatures, double threshold) {
        if (!(threshold > 0 && threshold <= 1)) {
            throw new IllegalArgumentException("threshold is " + threshold + "; above 0 and at most 1 is possible");
        }
        this.signatures = Objects.requireNonNull(signatures, "signatures");
        this.threshold = threshold;
    }

    /** Finds the group of a document, or makes it the principal of a new one. */
    public Membership add(String documentId, MinHashSignature signature) {
        Set<String> seen = new HashSet<>();
        Optional<Membership> nearest = signatures.sharing(signature.bands()).stream()
                .filter(principal -> seen.add(principal.documentId()))
                .map(principal -> new Membership(
                        principal.documentId(), principal.signature().similarity(signature)))
                .filter(membership -> membership.similarity() >= threshold)
                .max(Comparator.comparingDouble(Membership::similarity)
                        .thenComparing(Membership::groupId, Comparator.reverseOrder()));
        return nearest.orElseGet(() -> {
            signatures.add(new Principal(documentId, signature));
            return new Membership(documentId, 1);
        });
    }
}
