/**
 * Review: what people decide about documents. An administrator defines {@link io.docket.web.review.TagSet tag sets}
 * (responsiveness, privilege, issues); reviewers give tags to one document, to its family, thread or near-duplicates, to a
 * selection or to a whole result, and write notes.
 *
 * <p>Every act of coding is a {@link io.docket.web.review.CodingBatch}: it remembers what each document had before, so that it
 * can be taken back as a whole. {@link io.docket.web.review.Coding} is the one place that changes tags; the index learns each
 * change by its debts, without reading any text again. Keys of tag sets are coding dimensions of the index and never those of
 * classifiers.
 */
package io.docket.web.review;
