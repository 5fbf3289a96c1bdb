package io.docket.web.upload;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A folder of the server whose files are taken into a collection.
 *
 * @param folder below the tenant's folder of {@code docket.watch.root}
 * @param custodian whose files these are; may be empty
 * @param moveTaken whether taken files are moved into the folder {@value FolderScan#TAKEN}; else they stay where they are
 * @param lastScan when the folder was last looked through
 * @param problem why the last scan failed; empty when it did not
 */
public record WatchedFolder(
        UUID collection,
        String folder,
        String custodian,
        boolean moveTaken,
        String setBy,
        Optional<Instant> lastScan,
        String problem) {}
