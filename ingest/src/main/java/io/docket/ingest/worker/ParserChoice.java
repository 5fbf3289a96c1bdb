package io.docket.ingest.worker;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.tika.config.TikaConfig;
import org.apache.tika.detect.TextDetector;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.parser.CompositeParser;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.csv.TextAndCSVParser;

/**
 * Chooses the parser for a type. The table of types is read once; Tika's own composite parser builds it anew for each
 * document.
 *
 * <p>Types without a parser whose bytes read as plain text (keys, reference lists, data exchange formats) are read as
 * plain text, because a reader would open them in an editor and find words.
 */
final class ParserChoice {
    private final Map<MediaType, Parser> parsers;
    private final MediaTypeRegistry types;
    private final TextDetector textDetector = new TextDetector();
    private final WideTextDetector wideText = new WideTextDetector();
    private final Parser plainText = new TextAndCSVParser();

    ParserChoice(TikaConfig tika) {
        parsers = ((CompositeParser) tika.getParser()).getParsers();
        types = tika.getMediaTypeRegistry();
    }

    /** The parser to use; empty when there is none. */
    Optional<Parser> forType(String mediaType, TikaInputStream stream) throws IOException {
        for (MediaType type = types.normalize(MediaType.parse(mediaType));
                type != null;
                type = types.getSupertype(type)) {
            Parser parser = parsers.get(type);
            if (parser != null) {
                return Optional.of(parser);
            }
        }
        boolean readable = !isDrawing(mediaType)
                && (textDetector.detect(stream, new Metadata()).equals(MediaType.TEXT_PLAIN)
                        || wideText.detect(stream, new Metadata()) != null);
        return readable ? Optional.of(plainText) : Optional.empty();
    }

    /** Words in these are commands of a drawing language. */
    private static boolean isDrawing(String mediaType) {
        return mediaType.startsWith("image/")
                || mediaType.startsWith("model/")
                || mediaType.contains("postscript")
                || mediaType.contains("+ps");
    }
}
