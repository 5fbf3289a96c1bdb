package io.docket.web.training;

import io.docket.ml.ModelFolder;
import io.docket.ml.TextClassifier;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The models that serve, opened once and kept. When a champion's folder is damaged, the version that served before it
 * serves instead, and the log and {@link #damages} say so. Thread-safe.
 */
@ApplicationScoped
public class ServingModels {
    private static final Logger LOG = Logger.getLogger(ServingModels.class);

    /** Open models of all tenants; the one that was not used for longest is closed beyond this. */
    private static final int MOST_OPEN = 16;

    private final EntityManager entityManager;
    private final ModelDirectory directory;
    private final LinkedHashMap<UUID, TextClassifier> open = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<UUID, String> damages = new ConcurrentHashMap<>();

    ServingModels(EntityManager entityManager, ModelDirectory directory) {
        this.entityManager = entityManager;
        this.directory = directory;
    }

    /** What serves each classifier of the tenant; classifiers without a usable model are absent. */
    public List<ServingModel> all(String tenant) {
        List<ServingModel> serving = new ArrayList<>();
        for (List<ModelVersion> line : lines().values()) {
            first(tenant, line).ifPresent(serving::add);
        }
        return serving;
    }

    /** What serves one classifier. */
    public Optional<ServingModel> of(String tenant, UUID classifier) {
        return first(tenant, lines().getOrDefault(classifier, List.of()));
    }

    /** Why versions of this process's memory could not be opened, by version; empty when all is well. */
    public Map<UUID, String> damages() {
        return Map.copyOf(damages);
    }

    /**
     * Opens one version.
     *
     * @throws IOException when its folder is damaged; the message says how
     */
    TextClassifier open(String tenant, ModelVersion version) throws IOException {
        synchronized (open) {
            TextClassifier known = open.get(version.id());
            if (known != null) {
                return known;
            }
            TextClassifier opened = ModelFolder.open(directory.folder(tenant, version.folder()));
            open.put(version.id(), opened);
            if (open.size() > MOST_OPEN) {
                UUID eldest = open.keySet().iterator().next();
                open.remove(eldest).close();
            }
            damages.remove(version.id());
            return opened;
        }
    }

    @PreDestroy
    void closeAll() {
        synchronized (open) {
            open.values().forEach(TextClassifier::close);
            open.clear();
        }
    }

    private Optional<ServingModel> first(String tenant, List<ModelVersion> line) {
        for (ModelVersion version : line) {
            try {
                return Optional.of(new ServingModel(version, line.getFirst().id(), open(tenant, version)));
            } catch (IOException e) {
                if (damages.put(version.id(), e.getMessage()) == null) {
                    LOG.errorf(
                            "Version %d of classifier %s of tenant %s cannot serve: %s",
                            (Object) version.number(), version.classifierId(), tenant, e.getMessage());
                }
            }
        }
        return Optional.empty();
    }

    /** The champion of each classifier, followed by those that served before it, the latest first. */
    private Map<UUID, List<ModelVersion>> lines() {
        return QuarkusTransaction.requiringNew().call(() -> {
            Map<UUID, List<ModelVersion>> lines = new LinkedHashMap<>();
            entityManager
                    .createQuery("""
                            select v from ModelVersion v where v.promotedAt is not null and v.classifierId in
                                (select c.classifierId from ModelVersion c where c.state = :champion)
                            order by v.classifierId, case when v.state = :champion then 0 else 1 end, v.promotedAt desc""", ModelVersion.class)
                    .setParameter("champion", ModelVersion.State.CHAMPION)
                    .getResultStream()
                    .forEach(version -> lines.computeIfAbsent(version.classifierId(), id -> new ArrayList<>())
                            .add(version));
            return lines;
        });
    }

    /**
     * A model that serves.
     *
     * @param version which version it is
     * @param champion the version that should serve; another one than {@code version} when that one is damaged
     * @param classifier the open model; closed by its keeper
     */
    public record ServingModel(ModelVersion version, UUID champion, TextClassifier classifier) {}
}
