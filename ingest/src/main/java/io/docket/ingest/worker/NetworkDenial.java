package io.docket.ingest.worker;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.List;
import java.util.Set;

/**
 * Refuses network access from Java code of the worker, as far as the platform lets a program do so to itself: addresses
 * with network schemes cannot be opened, and sockets are refused before they connect. Names are not resolved either,
 * because the supervisor starts workers with an empty hosts file as the only source of names. This is the second wall;
 * the first is the network namespace in which the supervisor starts workers where the system allows it.
 */
final class NetworkDenial {
    private static final Set<String> NETWORK_SCHEMES = Set.of("http", "https", "ftp", "mailto");

    private NetworkDenial() {}

    static void install() {
        URL.setURLStreamHandlerFactory(scheme -> NETWORK_SCHEMES.contains(scheme) ? new RefusingHandler() : null);
        ProxySelector.setDefault(new RefusingSelector());
    }

    private static final class RefusingHandler extends URLStreamHandler {
        @Override
        protected URLConnection openConnection(URL address) throws IOException {
            throw new IOException("workers have no network: " + address.getProtocol() + " refused");
        }
    }

    /** {@link java.net.Socket} asks the selector for every address it is to connect to. */
    private static final class RefusingSelector extends ProxySelector {
        @Override
        public List<Proxy> select(URI address) {
            throw new SecurityException("workers have no network: " + address.getScheme() + " refused");
        }

        @Override
        public void connectFailed(URI address, SocketAddress socket, IOException failure) {
            // No proxy is ever offered, so none can fail.
        }
    }
}
