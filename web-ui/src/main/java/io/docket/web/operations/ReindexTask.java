package io.docket.web.operations;

import io.docket.web.pipeline.IndexRebuild;
import io.docket.web.tenant.TenantScope;
import io.docket.web.tenant.Tenants;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Locale;

/** {@code ./docket reindex}: builds every tenant's index anew from database and blobs. */
@Singleton
@Unremovable
public final class ReindexTask implements QuarkusApplication {
    private final IndexRebuild rebuild;
    private final TenantScope scope;
    private final Tenants tenants;

    ReindexTask(IndexRebuild rebuild, TenantScope scope, Tenants tenants) {
        this.rebuild = rebuild;
        this.scope = scope;
        this.tenants = tenants;
    }

    @Override
    public int run(String... arguments) throws IOException {
        for (String tenant : tenants.all()) {
            long documents = scope.<Long, IOException>callAs(tenant, () -> rebuild.rebuild(tenant));
            System.out.printf(Locale.ROOT, "%s: %,d documents indexed%n", tenant, (Object) documents);
        }
        return 0;
    }
}
