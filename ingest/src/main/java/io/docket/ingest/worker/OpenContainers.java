package io.docket.ingest.worker;

import com.pff.PSTMessage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.apache.tika.extractor.DefaultEmbeddedStreamTranslator;
import org.apache.tika.extractor.EmbeddedStreamTranslator;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;

/**
 * Gives bytes to embedded items that parsers hand over as objects: a storage inside an OLE2 file becomes an OLE2 file
 * of its own, a mail of an Outlook mailbox a mail file.
 */
final class OpenContainers {
    private static final EmbeddedStreamTranslator TRANSLATOR = new DefaultEmbeddedStreamTranslator();

    private OpenContainers() {}

    /** Whether the item is a mail of an Outlook mailbox, which becomes a mail file. */
    static boolean isPstMail(InputStream stream) {
        return stream instanceof TikaInputStream tikaStream && tikaStream.getOpenContainer() instanceof PSTMessage;
    }

    /** The bytes made for the item, to be closed by the caller; empty when the stream itself holds them. */
    static Optional<InputStream> bytesOf(TikaInputStream stream, Metadata metadata) throws IOException {
        if (stream.getOpenContainer() instanceof PSTMessage mail) {
            return Optional.of(mailFile(mail));
        }
        return TRANSLATOR.shouldTranslate(stream, metadata)
                ? Optional.of(TRANSLATOR.translate(stream, metadata))
                : Optional.empty();
    }

    private static InputStream mailFile(PSTMessage mail) throws IOException {
        Path file = Files.createTempFile("pst-mail-", ".eml");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            new PstMailWriter(out).write(mail);
        }
        return Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE);
    }
}
