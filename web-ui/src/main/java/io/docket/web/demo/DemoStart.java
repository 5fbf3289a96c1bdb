package io.docket.web.demo;

import io.docket.web.tenant.TenantScope;
import io.docket.web.tenant.Tenants;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Loads the demonstration beside the start, so that pages answer at once and show how it fills. */
@ApplicationScoped
final class DemoStart {
    private static final Logger LOG = Logger.getLogger(DemoStart.class);

    /** The organisation that the launcher creates with {@code --demo}. */
    private static final String TENANT = "demo";

    private final boolean isWanted;
    private final Instance<DemoLoader> loaders;
    private final Tenants tenants;
    private final TenantScope scope;

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

    void start(@Observes StartupEvent event) {
        if (isWanted) {
            tenants.register(TENANT);
            Thread.ofPlatform().name("demo").daemon().start(this::load);
        }
    }

    private void load() {
        for (DemoLoader loader : loaders) {
            try {
                scope.runAs(TENANT, () -> loader.load(TENANT));
            } catch (RuntimeException e) {
                LOG.error("The demonstration could not be loaded; the next start with --demo tries again", e);
            }
        }
    }
}
