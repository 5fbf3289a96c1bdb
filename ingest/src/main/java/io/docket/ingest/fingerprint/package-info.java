/**
 * Tells when two documents are the same or nearly the same. Identical bytes: {@link
 * io.docket.ingest.fingerprint.ContentHash#ofBytes}. Identical words in other bytes (another layout, another format):
 * {@link io.docket.ingest.fingerprint.ContentHash#ofText}. Nearly the same words: {@link
 * io.docket.ingest.fingerprint.MinHasher} makes a signature, {@link io.docket.ingest.fingerprint.NearDuplicateGroups}
 * finds the group as documents arrive, and {@link io.docket.ingest.fingerprint.WordDifference} shows a reader what
 * differs.
 *
 * <p>A signature's bands are longs that a database or an index can store and look up, so that groups need not be held
 * in memory.
 */
package io.docket.ingest.fingerprint;
