package io.docket.ingest.worker;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.apache.tika.config.TikaConfig;
import org.apache.tika.detect.CompositeEncodingDetector;
import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.PasswordProvider;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.xml.sax.SAXException;

/**
 * The settings parsers run under: nothing is executed, fetched or handed to another program; macros are read as text;
 * pictures inside PDF pages are left where they are.
 */
public final class ParserContexts {
    private final TikaConfig tika;
    private final EncodingDetector encodings;

    /** Reads the configuration of the parsers that comes with this class. */
    public ParserContexts() {
        try (InputStream configuration = ParserContexts.class.getResourceAsStream("worker-tika.xml")) {
            tika = new TikaConfig(configuration);
        } catch (IOException | TikaException | SAXException failure) {
            throw new IllegalStateException("the worker's Tika configuration cannot be read", failure);
        }
        encodings = new CompositeEncodingDetector(List.of(new WideTextDetector(), tika.getEncodingDetector()));
    }

    /** Which detectors and parsers there are. */
    public TikaConfig tika() {
        return tika;
    }

    /** The settings without a place for embedded items and without a password, for one document. */
    public ParseContext plain() {
        ParseContext context = new ParseContext();
        context.set(TikaConfig.class, tika);
        context.set(EncodingDetector.class, encodings);
        context.set(Parser.class, tika.getParser());
        context.set(PDFParserConfig.class, pdf());
        context.set(OfficeParserConfig.class, office());
        return context;
    }

    ParseContext forItem(ChildWriter children, Optional<String> password) {
        ParseContext context = plain();
        context.set(EmbeddedDocumentExtractor.class, children);
        password.ifPresent(secret -> context.set(PasswordProvider.class, metadata -> secret));
        return context;
    }

    private static PDFParserConfig pdf() {
        PDFParserConfig config = new PDFParserConfig();
        config.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
        config.setExtractInlineImages(false);
        config.setExtractAnnotationText(true);
        config.setCatchIntermediateIOExceptions(true);
        return config;
    }

    private static OfficeParserConfig office() {
        OfficeParserConfig config = new OfficeParserConfig();
        config.setExtractMacros(true);
        return config;
    }
}
