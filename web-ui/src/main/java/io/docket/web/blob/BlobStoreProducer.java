package io.docket.web.blob;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Gives the appliance its one blob store, in {@code blobs} below the data directory. */
@ApplicationScoped
class BlobStoreProducer {
    @Produces
    @Singleton
    BlobStore blobStore(@ConfigProperty(name = "docket.data-directory") Path dataDirectory) {
        return new BlobStore(dataDirectory.resolve("blobs"));
    }
}
