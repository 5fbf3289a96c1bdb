package io.docket.index;

import java.time.Duration;
import java.util.Optional;

/**
 * Settings of a node.
 *
 * @param maxOpenTenants indexes kept open at once; the least recently used one that nobody uses is committed and closed.
 *     Each costs its write buffer and a few megabytes
 * @param writeBufferMegabytes memory a tenant's writer fills before it writes a segment; 48 keeps eight tenants under
 *     400 MB and costs a few per cent against 256 when a million documents are loaded
 * @param refreshEvery how long a put may stay unseen by searches; zero for only on {@link TenantIndex#refresh()}
 * @param searchThreads threads that searches share besides the caller's
 * @param encoder tells texts alike in meaning; without one words alone decide
 */
public record SearchNodeOptions(
        int maxOpenTenants,
        int writeBufferMegabytes,
        Duration refreshEvery,
        int searchThreads,
        Optional<TextEncoder> encoder) {

    public SearchNodeOptions {
        if (maxOpenTenants < 1 || writeBufferMegabytes < 1 || searchThreads < 1 || refreshEvery.isNegative()) {
            throw new IllegalArgumentException("a search node needs at least one tenant, one megabyte and one thread: "
                    + maxOpenTenants + ", " + writeBufferMegabytes + ", " + searchThreads + ", " + refreshEvery);
        }
    }

    /** Eight tenants, 48 MB each, refreshed every second, a thread per processor, no encoder. */
    public static SearchNodeOptions defaults() {
        return new SearchNodeOptions(
                8, 48, Duration.ofSeconds(1), Runtime.getRuntime().availableProcessors(), Optional.empty());
    }

    /** The same with another bound on open tenants. */
    public SearchNodeOptions withMaxOpenTenants(int value) {
        return new SearchNodeOptions(value, writeBufferMegabytes, refreshEvery, searchThreads, encoder);
    }

    /** The same with another write buffer. */
    public SearchNodeOptions withWriteBufferMegabytes(int value) {
        return new SearchNodeOptions(maxOpenTenants, value, refreshEvery, searchThreads, encoder);
    }

    /** The same with another refresh interval. */
    public SearchNodeOptions withRefreshEvery(Duration value) {
        return new SearchNodeOptions(maxOpenTenants, writeBufferMegabytes, value, searchThreads, encoder);
    }

    /** The same with an encoder. */
    public SearchNodeOptions withEncoder(TextEncoder value) {
        return new SearchNodeOptions(
                maxOpenTenants, writeBufferMegabytes, refreshEvery, searchThreads, Optional.of(value));
    }
}
