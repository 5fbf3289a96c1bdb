/**
 * Who may read which collection. A collection is open to everybody of its tenant until somebody is named for it; then only
 * those named, and the tenant's administrators, see it.
 *
 * <p>Nothing here decides a request: the entries are read by the policies of row-level security
 * ({@code V51__collection_access.sql}), so that a closed collection, its uploads and its documents do not exist for others in
 * any query of any feature. Searches get the same view because {@link io.docket.web.search.CollectionAccess} asks the database.
 *
 * <p>What may be read need not be a good answer: {@link io.docket.web.access.AnswerCollections} says which collections answer
 * the questions of readers.
 */
package io.docket.web.access;
