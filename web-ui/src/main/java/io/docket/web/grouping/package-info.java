/**
 * Puts a result into groups of documents about the same thing, draws them on a map, and makes a group into a label.
 *
 * <p>{@link io.docket.web.grouping.Groupings} makes and keeps groupings; the work is done by
 * {@link io.docket.index.TenantIndex#clusters}. {@link io.docket.web.grouping.GroupActs} makes a group into a label or codes it. A grouping is seen by who made it, with the rights of then and now.
 */
package io.docket.web.grouping;
