package io.docket.web.export;

import io.docket.web.audit.AuditLog;
import io.docket.web.problem.ProblemException;
import io.docket.web.search.QuestionReader;
import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import io.docket.web.tenant.TenantScope;
import io.docket.web.training.Job;
import io.docket.web.training.Jobs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The productions that the present user may take away: one's own, and for administrators all of the tenant. */
@ApplicationScoped
public class Productions {
    private static final int LATEST = 100;

    private final EntityManager entityManager;
    private final Jobs jobs;
    private final TenantScope scope;
    private final CurrentUser user;
    private final AuditLog audit;
    private final Path folder;

    Productions(
            EntityManager entityManager,
            Jobs jobs,
            TenantScope scope,
            CurrentUser user,
            AuditLog audit,
            @ConfigProperty(name = "docket.data-directory") Path dataDirectory) {
        this.entityManager = entityManager;
        this.jobs = jobs;
        this.scope = scope;
        this.user = user;
        this.audit = audit;
        this.folder = dataDirectory.resolve("exports");
    }

    /** Queues a production. */
    @Transactional
    Production start(ProductionWish wish) {
        // refused now rather than by the job
        QuestionReader.read(wish.query(), wish.filters(), null, 0, null, false);
        Production production =
                new Production(UUID.randomUUID(), wish, Instant.now(), user.displayName(), user.userId());
        entityManager.persist(production);
        Map<String, String> parameters = new HashMap<>();
        parameters.put(ProductionWork.PRODUCTION, production.id().toString());
        scope.member().ifPresent(member -> {
            parameters.put(ProductionWork.MEMBER, member.userName());
            parameters.put(ProductionWork.ROLES, member.roleNames());
        });
        Job job = jobs.submit(Job.Kind.EXPORT, parameters, user.displayName());
        production.queuedAs(job.id());
        audit.record(
                "export.start", "export/" + production.id(), wish.name() + ": " + wish.query() + " " + wish.filters());
        return production;
    }

    /** The latest productions, each with its job's state in words. */
    @Transactional
    List<Production> latest() {
        boolean all = user.hasRole(Roles.TENANT_ADMIN);
        return entityManager
                .createQuery(
                        "select p from Production p where :all = true or p.createdById = :me order by p.createdAt desc, p.id",
                        Production.class)
                .setParameter("all", all)
                .setParameter("me", user.userId())
                .setMaxResults(LATEST)
                .getResultList();
    }

    /**
     * A production that the user may take away.
     *
     * @throws ProblemException not found, also for those of other people and tenants
     */
    @Transactional
    Production require(UUID id) {
        Production found = find(id);
        if (!found.createdById().equals(user.userId()) && !user.hasRole(Roles.TENANT_ADMIN)) {
            throw missing(id);
        }
        return found;
    }

    /** A production, whoever asked for it; for its job. */
    @Transactional
    Production find(UUID id) {
        return entityManager
                .createQuery("select p from Production p where p.id = :id", Production.class)
                .setParameter("id", id)
                .getResultStream()
                .findFirst()
                .orElseThrow(() -> missing(id));
    }

    private static ProblemException missing(UUID id) {
        return ProblemException.notFound("There is no export " + id + " that you may see: check the id");
    }

    /**
     * The archive of a production, ready to be sent.
     *
     * @throws ProblemException not found; conflict while it is being written
     */
    Path archive(UUID id) {
        Production production = require(id);
        Path file = file(user.tenantId(), id);
        if (production.sha256().isEmpty() || !Files.exists(file)) {
            throw ProblemException.conflict("This export is not written yet: look at its job "
                    + production.jobId().map(UUID::toString).orElse(""));
        }
        audit.record("export.download", "export/" + id, production.name());
        return file;
    }

    /** Removes a production with its archive. */
    @Transactional
    void remove(UUID id) {
        Production production = require(id);
        boolean running = production
                .jobId()
                .map(job -> !jobs.require(job).state().ended())
                .orElse(false);
        if (running) {
            throw ProblemException.conflict("This export is being written: cancel its job first");
        }
        entityManager.remove(production);
        audit.record("export.remove", "export/" + id, production.name());
        try {
            Files.deleteIfExists(file(user.tenantId(), id));
        } catch (IOException e) {
            throw new UncheckedIOException("The archive of export " + id + " cannot be removed.", e);
        }
    }

    /** Where the archive of a production is or will be. */
    Path file(String tenant, UUID id) {
        return folder.resolve(tenant).resolve(id + ".zip");
    }
}
