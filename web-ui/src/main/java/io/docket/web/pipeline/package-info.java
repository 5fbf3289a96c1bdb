/**
 * From acknowledged bytes to a searchable, labelled document.
 *
 * <p>The row of a document is its place in the queue: {@link io.docket.web.pipeline.DocumentState} says which step is
 * next. Workers claim batches ({@code DocumentClaims}), do the step outside any transaction, and record the result in one
 * ({@code DocumentRecords}). Every step may be done again: ids follow from origin, blobs from content, and the index is
 * committed before the row says so. Hence a process may die anywhere.
 *
 * <p>Other features put files in by {@link io.docket.web.pipeline.Intake}, read documents by
 * {@link io.docket.web.pipeline.Document}, and counts by {@link io.docket.web.pipeline.ProgressCounts}.
 */
package io.docket.web.pipeline;
