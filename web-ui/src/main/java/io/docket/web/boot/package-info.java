/**
 * Starts what the appliance needs around it: an embedded PostgreSQL and a real Keycloak.
 *
 * <p>{@link io.docket.web.boot.PostgresServer} and {@link io.docket.web.boot.KeycloakServer} run each as a process of its own
 * and know nothing of Quarkus. The launcher uses them for {@code ./docket start}, the tests use the same classes. Large things
 * that never change (unpacked programs, Keycloak after its build step) are prepared once per machine in {@link
 * io.docket.web.boot.MachineCache}.
 */
package io.docket.web.boot;
