/**
 * The query language: what a person types in, a tree of conditions out. Knows nothing of Lucene.
 *
 * <p>Begin with {@link io.docket.index.query.QueryParser}, which never throws at a person: it returns a
 * {@link io.docket.index.query.ParsedQuery} that holds the tree ({@link io.docket.index.query.QueryNode}) and an
 * {@link io.docket.index.query.Interpretation} that says, by ranges of characters, what was understood and what was
 * ignored. {@link io.docket.index.query.QueryField} lists the fields with an example each, for help pages and completion.
 */
package io.docket.index.query;
