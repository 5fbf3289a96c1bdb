/**
 * Who is asking, and for which tenant.
 *
 * <p>A feature injects {@link io.docket.web.tenant.CurrentUser} to know the person, marks its endpoints with
 * {@code @RolesAllowed} and the names in {@link io.docket.web.tenant.Roles}, and gives its entities a
 * {@code @TenantId} field. Work that no request started says for whom it works with
 * {@link io.docket.web.tenant.TenantScope}. Two layers keep tenants apart: Hibernate adds the tenant to each query of its
 * own, and PostgreSQL's row-level security filters every statement, however it was written, by the tenant that
 * {@link io.docket.web.tenant.TenantConnections} sets when a connection leaves the pool.
 */
package io.docket.web.tenant;
