package io.docket.web.training;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where the models of each tenant lie: {@code models/<tenant>/<folder>} below the data directory. */
@ApplicationScoped
class ModelDirectory {
    private final Path root;

    ModelDirectory(@ConfigProperty(name = "docket.data-directory") Path dataDirectory) {
        this.root = dataDirectory.resolve("models");
    }

    /** The folder of one model. */
    Path folder(String tenant, String name) {
        return root.resolve(tenant).resolve(name);
    }
}
