package io.docket.web.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A daemon that speaks clamd's protocol and objects to whatever holds the bytes of {@link #MALWARE}. It does not look into
 * archives, so that what is inside one must be shown to it by itself.
 */
public final class FakeScanner implements AutoCloseable {
    /** What it finds. */
    public static final String MALWARE = "DOCKET-TEST-MALWARE";

    /** What it calls that. */
    public static final String SIGNATURE = "Docket.Test-1";

    private final ServerSocket server;

    private FakeScanner(ServerSocket server) {
        this.server = server;
    }

    /** Starts a daemon on a free port. */
    public static FakeScanner start() {
        try {
            FakeScanner scanner = new FakeScanner(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            Thread.ofPlatform().daemon().name("fake-scanner").start(scanner::serve);
            return scanner;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is asked. */
    public String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> answer(client));
            } catch (IOException closed) {
                // asked again at the top
            }
        }
    }

    private static void answer(Socket socket) {
        try (Socket client = socket) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            StringBuilder command = new StringBuilder();
            for (int character = in.read(); character > 0; character = in.read()) {
                command.append((char) character);
            }
            String answer = command.toString().equals("zPING") ? "PONG" : scan(in);
            client.getOutputStream().write((answer + "\0").getBytes(StandardCharsets.UTF_8));
            client.getOutputStream().flush();
            client.shutdownOutput();
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException clientGone) {
            // nobody to tell
        }
    }

    /** Keeps as much of the stream as the name could begin in. */
    private static String scan(DataInputStream in) throws IOException {
        String kept = "";
        boolean found = false;
        for (int length = in.readInt(); length > 0; length = in.readInt()) {
            String seen = kept + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
            found |= seen.contains(MALWARE);
            kept = seen.substring(Math.max(0, seen.length() - MALWARE.length()));
        }
        return found ? "stream: " + SIGNATURE + " FOUND" : "stream: OK";
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
