package io.docket.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A workbook that was saved as Strict Open XML, which office programs offer beside the usual form. */
final class StrictOfficeTest {
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
    private static final String STRICT = "http://purl.oclc.org/ooxml/";
    private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
    private static final String TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    @TempDir
    private Path directory;

    @Test
    void aStrictWorkbookIsReadLikeAnyOther() throws Exception {
        Path file = workbook();
        try (Extractor extractor =
                new Extractor(ExtractorSettings.defaults().withWorkers(1).withSpareWorkers(0))) {
            ExtractedItem item = extractor
                    .extract(ExtractionRequest.of(file, "strict.xlsx", directory.resolve("out")))
                    .root();

            assertThat(item.reason()).isEmpty();
            assertThat(item.outcome()).isEqualTo(Outcome.EXTRACTED);
            assertThat(item.text().orElseThrow()).content().contains("Strictly speaking");
            assertThat(TextStructure.read(item.structure().orElseThrow()).of(TextStructure.SpanKind.SHEET))
                    .hasSize(1);
        }
    }

    private Path workbook() throws IOException {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put(
                "[Content_Types].xml",
                HEAD + "<Types xmlns=\"" + PACKAGE + "content-types\">"
                        + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                        + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" + TYPE + "sheet.main+xml\"/>"
                        + "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" + TYPE
                        + "worksheet+xml\"/></Types>");
        parts.put("_rels/.rels", relation("officeDocument", "xl/workbook.xml"));
        parts.put(
                "xl/workbook.xml",
                HEAD + "<workbook xmlns=\"" + STRICT + "spreadsheetml/main\" xmlns:r=\"" + STRICT
                        + "officeDocument/relationships\" conformance=\"strict\"><sheets>"
                        + "<sheet name=\"Terms\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
        parts.put("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml"));
        parts.put(
                "xl/worksheets/sheet1.xml",
                HEAD + "<worksheet xmlns=\"" + STRICT + "spreadsheetml/main\"><sheetData><row r=\"1\">"
                        + "<c r=\"A1\" t=\"inlineStr\"><is><t>Strictly speaking</t></is></c></row></sheetData></worksheet>");
        Path file = directory.resolve("strict.xlsx");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    private static String relation(String kind, String target) {
        return HEAD + "<Relationships xmlns=\"" + PACKAGE + "relationships\"><Relationship Id=\"r1\" Type=\"" + STRICT
                + "officeDocument/relationships/" + kind + "\" Target=\"" + target + "\"/></Relationships>";
    }
}
