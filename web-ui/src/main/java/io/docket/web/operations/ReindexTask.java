package io.docket.web.operations;

import io.docket.web.pipeline.IndexRebuild;
import io.docket.web.tenant.TenantScope;
import io.docket.web.tenant.Tenants;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.util.Locale;

/** {@code ./docket reindex}: builds every tenant's index anew from database and blobs. */
public final class ReindexTask implements QuarkusApplication {
    @Override
    public int run(String... arguments) throws IOException {
        IndexRebuild rebuild = CDI.current().select(IndexRebuild.class).get();
        TenantScope scope = CDI.current().select(TenantScope.class).get();
        for (String tenant : CDI.current().select(Tenants.class).get().all()) {
            long documents = scope.<Long, IOException>callAs(tenant, () -> rebuild.rebuild(tenant));
            System.out.printf(Locale.ROOT, "%s: %,d documents indexed%n", tenant, (Object) documents);
        }
        return 0;
    }
}
