/**
 * The account of what was sent in: a report that lists every file with its outcome and reason, and what can be done about
 * those that were not read.
 *
 * <p>{@link io.docket.web.account.IngestReports} reads the lines of a report by key, so that its last page costs what its
 * first costs. {@link io.docket.web.account.RelatedDocuments} tells what belongs to one document.
 */
package io.docket.web.account;
