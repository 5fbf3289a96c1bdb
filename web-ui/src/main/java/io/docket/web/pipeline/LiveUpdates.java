package io.docket.web.pipeline;

import io.docket.web.tenant.TenantScope;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Streams of the same question asked again and again, for server-sent events: every second, or less often when the answer is
 * costly, so that a page that is left open, and drawn anew each time, takes a tenth of a processor at most.
 */
@ApplicationScoped
public class LiveUpdates {
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

    /** How many times longer than the answer took the pause is. */
    private static final int PATIENCE = 19;

    private final TenantScope scope;

    LiveUpdates(TenantScope scope) {
        this.scope = scope;
    }

    /**
     * Asks on a worker thread for the tenant, until the answer is the last one; that one is told too. The stream ends when
     * the client goes away.
     */
    public <T> Multi<T> of(String tenant, Supplier<T> question, Predicate<T> last) {
        AtomicLong pause = new AtomicLong();
        return Multi.createBy()
                .repeating()
                .uni(() -> after(Duration.ofNanos(pause.get()), () -> {
                    long begin = System.nanoTime();
                    T answer = scope.<T, RuntimeException>callAs(tenant, question::get);
                    pause.set(Math.max(SHORTEST_PAUSE.toNanos(), PATIENCE * (System.nanoTime() - begin)));
                    return answer;
                }))
                .whilst(answer -> !last.test(answer));
    }

    private static <T> Uni<T> after(Duration pause, Supplier<T> question) {
        Uni<T> answer = Uni.createFrom().item(question).runSubscriptionOn(Infrastructure.getDefaultExecutor());
        return pause.isZero()
                ? answer
                : Uni.createFrom()
                        .voidItem()
                        .onItem()
                        .delayIt()
                        .by(pause)
                        .onItem()
                        .transformToUni(elapsed -> answer);
    }
}
