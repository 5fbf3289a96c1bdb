package io.docket.web.pipeline;

import io.docket.ingest.Extractor;
import io.docket.ingest.RecognitionSettings;
import io.docket.ingest.TextRecognizer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The program that reads text in pictures, where there is one. Templates ask it as {@code inject:pictures}. */
@ApplicationScoped
@Named("pictures")
public class PictureText {
    private static final Logger LOG = Logger.getLogger(PictureText.class);

    private final Optional<TextRecognizer> recognizer;

    /** For the container. */
    PictureText() {
        recognizer = Optional.empty();
    }

    @Inject
    PictureText(
            Extractor extractor,
            @ConfigProperty(name = "docket.ocr.program", defaultValue = "auto") String program,
            @ConfigProperty(name = "docket.ocr.languages", defaultValue = "eng") String languages) {
        recognizer = program(program)
                .map(path -> new TextRecognizer(
                        extractor, RecognitionSettings.of(path).withLanguages(languages)));
    }

    private static Optional<Path> program(String setting) {
        switch (setting.strip()) {
            case "", "off" -> {
                return Optional.empty();
            }
            case "auto" -> {
                return RecognitionSettings.installed();
            }
            default -> {
                Path path = Path.of(setting.strip());
                if (!Files.isExecutable(path)) {
                    LOG.warnf(
                            "Text in pictures is not read: docket.ocr.program is %s, which cannot be run; write auto,"
                                    + " off or the path of tesseract",
                            path);
                    return Optional.empty();
                }
                return Optional.of(path);
            }
        }
    }

    /** Whether text in pictures is read here. */
    public boolean works() {
        return recognizer.isPresent();
    }

    TextRecognizer recognizer() {
        return recognizer.orElseThrow();
    }
}
