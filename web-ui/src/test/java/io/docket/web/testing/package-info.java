/**
 * What tests share: a real PostgreSQL and a real Keycloak for every {@code @QuarkusTest} of this module, people of two tenants,
 * and their tokens.
 */
package io.docket.web.testing;
