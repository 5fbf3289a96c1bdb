/**
 * Documents in, search results out: one Lucene index per tenant behind a small interface. Plain Java; knows no database, no
 * JSON and no web.
 *
 * <p>Where to begin: a {@link io.docket.index.SearchNode} holds the indexes of a data directory;
 * {@link io.docket.index.SearchNode#tenant} gives a {@link io.docket.index.TenantIndex}. Put
 * {@link io.docket.index.IndexedDocument}s, {@code refresh()} to see them, {@code commit(…)} to keep them, and ask with a
 * {@link io.docket.index.SearchRequest}, which always carries an {@link io.docket.index.Access}. When labels change, a
 * {@link io.docket.index.Relabel} changes them in place. When the schema or the analysis changes, a
 * {@link io.docket.index.Rebuild} builds a new index while the old one is searched.
 *
 * <p>The index is a copy: everything in it can be made again from the caller's records. The caller stores with each commit
 * up to where its records are in the index and replays from there after a crash.
 */
package io.docket.index;
