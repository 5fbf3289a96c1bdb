package io.docket.web.boot;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * The TCP ports of an appliance: three in a row from the one a person chooses.
 *
 * @param application pages and API
 * @param keycloak sign-in pages
 * @param management health and metrics, on this machine only
 */
record Ports(int application, int keycloak, int management) {
    private static final int LAST_FIRST = 65_533;

    static Ports from(int first) {
        if (first < 1 || first > LAST_FIRST) {
            throw new BootException("Port " + first + " is not usable: give --port a number from 1 to " + LAST_FIRST);
        }
        return new Ports(first, first + 1, first + 2);
    }

    /**
     * Tries each port that this process will need.
     *
     * @throws BootException naming the first that is taken
     */
    void requireFree(boolean withKeycloak) {
        requireFree(application, "Docket");
        if (withKeycloak) {
            requireFree(keycloak, "Keycloak");
        }
        requireFree(management, "health and metrics");
    }

    private static void requireFree(int port, String use) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
        } catch (IOException e) {
            throw new BootException(
                    "Port " + port + " (" + use + ") is taken: end the program that has it, or give another --port", e);
        }
    }
}
