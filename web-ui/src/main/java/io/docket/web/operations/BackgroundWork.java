package io.docket.web.operations;

import io.docket.web.account.DeletionWorker;
import io.docket.web.pipeline.IndexRebuild;
import io.docket.web.pipeline.PipelineWorkers;
import io.docket.web.tenant.TenantScope;
import io.docket.web.tenant.Tenants;
import io.docket.web.training.JobRunner;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Starts the pipeline and the jobs with the appliance and stops them with it. */
@ApplicationScoped
class BackgroundWork {
    private final PipelineWorkers pipeline;
    private final JobRunner jobs;
    private final DeletionWorker deletions;
    private final IndexRebuild rebuild;
    private final Tenants tenants;
    private final TenantScope scope;
    private final boolean enabled;

    BackgroundWork(
            PipelineWorkers pipeline,
            JobRunner jobs,
            DeletionWorker deletions,
            IndexRebuild rebuild,
            Tenants tenants,
            TenantScope scope,
            @ConfigProperty(name = "docket.background.enabled", defaultValue = "true") boolean enabled) {
        this.pipeline = pipeline;
        this.jobs = jobs;
        this.deletions = deletions;
        this.rebuild = rebuild;
        this.tenants = tenants;
        this.scope = scope;
        this.enabled = enabled;
    }

    void start(@Observes StartupEvent event) throws IOException {
        if (enabled) {
            for (String tenant : tenants.all()) {
                scope.<Boolean, IOException>callAs(tenant, () -> {
                    rebuild.repair(tenant);
                    return Boolean.TRUE;
                });
            }
            pipeline.start();
            jobs.start();
            deletions.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (enabled) {
            deletions.stop();
            jobs.stop();
            pipeline.stop();
        }
    }
}
