package io.docket.web.pipeline;

import io.docket.web.blob.BlobStore;
import io.docket.web.tenant.TenantScope;
import io.docket.web.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The threads that carry documents through the steps: several for extraction, which waits for worker processes, and one
 * each for labelling and indexing, which work in batches, and for reading pictures. Each serves the tenants in turn.
 */
@ApplicationScoped
public class PipelineWorkers {
    private static final Logger LOG = Logger.getLogger(PipelineWorkers.class);

    /** Without a signal, for leases that end and documents that were postponed. */
    private static final long LOOK_AGAIN_MILLISECONDS = 2_000;

    private final Tenants tenants;
    private final TenantScope scope;
    private final WorkSignal signal;
    private final BlobStore blobs;
    private final DocumentClaims claims;
    private final ExtractStep extract;
    private final ClassifyStep classify;
    private final IndexStep index;
    private final RecognizeStep recognize;
    private final PictureText pictures;
    private final int extractThreads;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    PipelineWorkers(
            Tenants tenants,
            TenantScope scope,
            WorkSignal signal,
            BlobStore blobs,
            DocumentClaims claims,
            ExtractStep extract,
            ClassifyStep classify,
            IndexStep index,
            RecognizeStep recognize,
            PictureText pictures,
            @ConfigProperty(name = "docket.extract.workers", defaultValue = "2") int extractThreads) {
        this.tenants = tenants;
        this.scope = scope;
        this.signal = signal;
        this.blobs = blobs;
        this.claims = claims;
        this.extract = extract;
        this.classify = classify;
        this.index = index;
        this.recognize = recognize;
        this.pictures = pictures;
        this.extractThreads = extractThreads;
    }

    /** Cleans up after an earlier process of this node and starts the threads. */
    public void start() throws IOException {
        int temporaries = blobs.removeAbandonedWrites();
        extract.removeAbandonedWork();
        recognize.removeAbandonedWork();
        int freed = 0;
        for (String tenant : tenants.all()) {
            freed += scope.<Integer, RuntimeException>callAs(tenant, claims::recover);
        }
        if (temporaries + freed > 0) {
            LOG.infof(
                    "After the last stop: %d unfinished writes removed, %d documents go on where they were",
                    (Object) temporaries, freed);
        }
        for (int i = 1; i <= extractThreads; i++) {
            startThread("docket-extract-" + i, extract::work);
        }
        startThread("docket-classify", classify::work);
        startThread("docket-index", index::work);
        if (pictures.works()) {
            startThread("docket-recognise", recognize::work);
        }
    }

    /** Lets each thread finish its batch and waits for that. */
    public void stop() {
        stopping = true;
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join(30_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void startThread(String name, ToIntFunction<String> step) {
        Thread thread = Thread.ofPlatform().name(name).daemon(true).unstarted(() -> loop(name, step));
        threads.add(thread);
        thread.start();
    }

    private void loop(String name, ToIntFunction<String> step) {
        while (!stopping) {
            long seen = signal.arrivals();
            try {
                int worked = round(step);
                if (worked > 0) {
                    // What this step finished is what the next step waits for.
                    signal.workArrived();
                } else {
                    signal.await(seen, LOOK_AGAIN_MILLISECONDS);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (stopping) {
                    return;
                }
                LOG.errorf(e, "%s met a fault and goes on", name);
                pause(seen);
            }
        }
    }

    private int round(ToIntFunction<String> step) {
        int worked = 0;
        for (String tenant : tenants.all()) {
            if (stopping) {
                return worked;
            }
            worked += scope.<Integer, RuntimeException>callAs(tenant, () -> step.applyAsInt(tenant));
        }
        return worked;
    }

    /** After a fault of the database or the disk, so that it is not asked again at once. */
    private void pause(long seen) {
        try {
            signal.await(seen, LOOK_AGAIN_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
