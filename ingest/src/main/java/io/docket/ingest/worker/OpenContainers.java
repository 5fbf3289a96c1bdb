package io.docket.ingest.worker;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.tika.extractor.DefaultEmbeddedStreamTranslator;
import org.apache.tika.extractor.EmbeddedStreamTranslator;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;

/**
 * Gives bytes to embedded items that parsers hand over as objects: a storage inside an OLE2 file becomes an OLE2 file
 * of its own.
 */
final class OpenContainers {
    private static final EmbeddedStreamTranslator TRANSLATOR = new DefaultEmbeddedStreamTranslator();

    private OpenContainers() {}

    /** The item's bytes; empty when it is an object that has no form of its own. */
    static Optional<InputStream> bytesOf(TikaInputStream stream, Metadata metadata) throws IOException {
        if (TRANSLATOR.shouldTranslate(stream, metadata)) {
            return Optional.of(TRANSLATOR.translate(stream, metadata));
        }
        return Optional.of(stream);
    }
}
