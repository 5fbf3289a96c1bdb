package io.docket.web.upload;

import io.docket.web.audit.AuditLog;
import io.docket.web.problem.ProblemException;
import io.docket.web.tenant.CurrentUser;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import java.util.UUID;

/** Settings of watched folders as people change them, by page or by API; each change is recorded. */
@ApplicationScoped
public class WatchSettings {
    private final WatchedFolders folders;
    private final Collections collections;
    private final AuditLog audit;
    private final CurrentUser user;

    WatchSettings(WatchedFolders folders, Collections collections, AuditLog audit, CurrentUser user) {
        this.folders = folders;
        this.collections = collections;
        this.audit = audit;
        this.user = user;
    }

    /**
     * A wish to watch a folder.
     *
     * @param folder its name below the tenant's folder on the server
     * @param custodian whose files these are; may be missing
     * @param moveTaken whether taken files move into a folder of their own
     */
    public record Wish(
            @NotBlank @Size(max = 200) String folder,
            @Size(max = 255) String custodian,
            boolean moveTaken) {}

    /**
     * A watched folder as it is told.
     *
     * @param path where it is on the server
     */
    public record Watched(WatchedFolder settings, String path) {}

    /** The folder that a collection watches. */
    Optional<Watched> of(String tenant, UUID collection) {
        collections.require(collection);
        return folders.of(collection).map(folder -> told(tenant, folder));
    }

    /**
     * The folder that a collection watches.
     *
     * @throws ProblemException not found when it watches none
     */
    Watched require(String tenant, UUID collection) {
        return of(tenant, collection)
                .orElseThrow(() ->
                        ProblemException.notFound("Collection " + collection + " watches no folder: set one with PUT"));
    }

    /** Watches a folder instead of the one watched before. */
    Watched set(String tenant, UUID collection, Wish wish) {
        WatchedFolder set = folders.set(
                tenant,
                collection,
                wish.folder(),
                Optional.ofNullable(wish.custodian()).orElse(""),
                wish.moveTaken(),
                user.userName());
        audit.record("collection.watch", "collection/" + collection, "folder " + set.folder());
        return told(tenant, set);
    }

    /** Stops watching. */
    void stop(UUID collection) {
        folders.remove(collection);
        audit.record("collection.watch-end", "collection/" + collection, "");
    }

    private Watched told(String tenant, WatchedFolder folder) {
        return new Watched(folder, folders.path(tenant, folder.folder()).toString());
    }
}
