package io.docket.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages to look at hold what a document says and nothing that could act. */
class PageTest {
    @TempDir
    private Path directory;

    @Test
    void aHostilePageBecomesHarmless() throws Exception {
        String hostile = """
                <html><head><title>t</title><style>p { background: url(http://tracker.example) }</style>
                <meta http-equiv="refresh" content="0;url=http://evil.example"></head>
                <body onload="steal()"><h2>Terms &lt;i&gt;</h2><script>steal()</script>
                <p style="position:fixed" onclick="steal()">A <b>bold</b> <a href="javascript:steal()">link</a></p>
                <table><tr><td colspan="2" onmouseover="steal()">cell</td><td colspan="9999">wide</td></tr></table>
                <iframe src="http://evil.example">inside</iframe><object data="x">o</object>
                <form action="http://evil.example"><input name="password"><button>Send</button></form>
                <img src="http://tracker.example/p.png" onerror="steal()"><svg onload="steal()"><text>drawn</text></svg>
                </body></html>""";
        Path file = Files.writeString(directory.resolve("hostile.html"), hostile, StandardCharsets.UTF_8);
        Path page = directory.resolve("out.page");

        try (Extractor extractor =
                new Extractor(ExtractorSettings.defaults().withWorkers(1).withSpareWorkers(0))) {
            assertThat(extractor.render(file, "hostile.html", page)).isEqualTo(Outcome.EXTRACTED);
        }

        String html = Files.readString(page);
        assertThat(html).contains("<h2>Terms &lt;i&gt;</h2>", "<p>A bold link</p>", "<td>cell</td>");
        assertThat(html)
                .doesNotContain(
                        "steal", "script", "style=", "onclick", "href", "<img", "<form", "<input", "evil.example")
                .doesNotContain("tracker.example", "9999", "<svg", "<iframe", "<object");
        assertThat(directory).isDirectoryNotContaining("glob:**.aside");
    }
}
