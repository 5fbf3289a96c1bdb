/**
 * The audit record: who did what to which item, append-only and hash-chained for each tenant.
 *
 * <p>A feature calls {@link io.docket.web.audit.AuditLog#record} inside the transaction that does the work, so that the entry
 * and the work are both there or both not. The application's database role may insert and read entries and nothing else;
 * {@link io.docket.web.audit.AuditLog#verify} finds an entry that was changed or removed by someone with more rights.
 */
package io.docket.web.audit;
