package io.docket.ingest.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Sends messages to the supervisor; signs of life are thinned out. Safe for use by several threads. */
final class MessageChannel {
    private static final long NANOS_BETWEEN_SIGNS = 500_000_000L;

    private final OutputStream out;
    private long lastSign = System.nanoTime();

    MessageChannel(OutputStream out) {
        this.out = out;
    }

    synchronized void send(WorkerMessage message) {
        try {
            Frames.write(out, message);
        } catch (IOException supervisorGone) {
            throw new UncheckedIOException(supervisorGone);
        }
        lastSign = System.nanoTime();
    }

    synchronized void progress() {
        if (System.nanoTime() - lastSign >= NANOS_BETWEEN_SIGNS) {
            send(new WorkerMessage.Progress());
        }
    }
}
