package io.docket.web.pipeline;

import io.docket.web.tenant.TenantScope;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Streams of the same question asked again every second, for server-sent events. */
@ApplicationScoped
public class LiveUpdates {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final TenantScope scope;

    LiveUpdates(TenantScope scope) {
        this.scope = scope;
    }

    /**
     * Asks on a worker thread for the tenant, until the answer is the last one; that one is told too. The stream ends when
     * the client goes away.
     */
    public <T> Multi<T> of(String tenant, Supplier<T> question, Predicate<T> last) {
        return Multi.createBy()
                .repeating()
                .uni(() -> Uni.createFrom()
                        .item(() -> scope.<T, RuntimeException>callAs(tenant, question::get))
                        .runSubscriptionOn(Infrastructure.getDefaultExecutor()))
                .withDelay(INTERVAL)
                .whilst(answer -> !last.test(answer));
    }
}
