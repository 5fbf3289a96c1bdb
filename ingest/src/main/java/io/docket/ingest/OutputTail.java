package io.docket.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Reads a process's error output to its end and remembers the last of it, however much it prints. */
final class OutputTail implements Runnable {
    private static final int KEPT = 4_096;

    private final InputStream in;
    private final byte[] ring = new byte[KEPT];
    private final CountDownLatch ended = new CountDownLatch(1);
    private long total;

    OutputTail(InputStream in) {
        this.in = in;
    }

    @Override
    public void run() {
        byte[] buffer = new byte[KEPT];
        try (in) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                remember(buffer, count);
            }
        } catch (IOException closed) {
            // The process is gone; what was printed so far is all there is.
        } finally {
            ended.countDown();
        }
    }

    /** What was printed last, once the process has closed its output. */
    String awaitText() throws InterruptedException {
        ended.await(2, TimeUnit.SECONDS);
        return text();
    }

    /** What was printed last so far. */
    synchronized String text() {
        int length = (int) Math.min(total, KEPT);
        byte[] last = new byte[length];
        for (int i = 0; i < length; i++) {
            last[i] = ring[(int) ((total - length + i) % KEPT)];
        }
        return new String(last, StandardCharsets.UTF_8).strip();
    }

    private synchronized void remember(byte[] buffer, int count) {
        for (int i = 0; i < count; i++) {
            ring[(int) (total++ % KEPT)] = buffer[i];
        }
    }
}
