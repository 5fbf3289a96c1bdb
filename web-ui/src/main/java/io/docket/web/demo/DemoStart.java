package io.docket.web.demo;

import io.docket.web.tenant.TenantScope;
import io.docket.web.tenant.Tenants;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Loads the demonstration beside the start, so that pages answer at once and show how it fills. */
@ApplicationScoped
final class DemoStart {
    /** Behind the default, 2500: the start removes unfinished writes, and these would be taken for such. */
    private static final int AFTER_ALL_OTHERS = 5_000;

    private static final Logger LOG = Logger.getLogger(DemoStart.class);

    private static final Duration LONGEST_END = Duration.ofSeconds(20);

    /** The organisation that the launcher creates with {@code --demo}. */
    private static final String TENANT = "demo";

    private final boolean isWanted;
    private final Instance<DemoLoader> loaders;
    private final Tenants tenants;
    private final TenantScope scope;
    private volatile boolean ending;
    private Thread loading;

    DemoStart(
            @ConfigProperty(name = "docket.demo") boolean isWanted,
            Instance<DemoLoader> loaders,
            Tenants tenants,
            TenantScope scope) {
        this.isWanted = isWanted;
        this.loaders = loaders;
        this.tenants = tenants;
        this.scope = scope;
    }

    void start(@Observes @Priority(AFTER_ALL_OTHERS) StartupEvent event) {
        if (isWanted) {
            tenants.register(TENANT);
            loading = Thread.ofPlatform().name("demo").daemon().start(this::load);
        }
    }

    /** Lets the loader leave while what it works with is still there; the next start goes on from where it was. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (loading != null) {
            ending = true;
            loading.interrupt();
            loading.join(LONGEST_END);
        }
    }

    private void load() {
        for (DemoLoader loader : loaders) {
            try {
                scope.runAs(TENANT, () -> loader.load(TENANT));
            } catch (RuntimeException e) {
                if (ending) {
                    LOG.debug("The demonstration was interrupted", e);
                    return;
                }
                LOG.error("The demonstration could not be loaded; the next start with --demo tries again", e);
            }
        }
    }
}
