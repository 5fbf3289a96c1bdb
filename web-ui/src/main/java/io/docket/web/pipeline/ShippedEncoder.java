package io.docket.web.pipeline;

import io.docket.index.TextEncoder;
import io.docket.ml.classify.ShippedBase;
import io.docket.ml.linear.TopicVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Tells texts alike in meaning by the token vectors that come with the base model. Stateless. */
public final class ShippedEncoder {

    private ShippedEncoder() {}

    /** The encoder; empty where there is no base model, or one without token vectors. */
    public static Optional<TextEncoder> load() throws IOException {
        Optional<Path> base = ShippedBase.folder();
        return base.isPresent() ? TopicVectors.read(base.get()).map(vectors -> vectors::distinctive) : Optional.empty();
    }
}
