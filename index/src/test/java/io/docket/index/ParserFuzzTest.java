package io.docket.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.index.query.Interpretation;
import io.docket.index.query.ParsedQuery;
import io.docket.index.query.QueryParser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is typed: no exception, bounded work, true ranges. */
final class ParserFuzzTest {

    private static final int STRINGS = 100_000;
    private static final String[] PIECES = {
        "(",
        ")",
        "\"",
        "\u201c",
        "*",
        "?",
        "~",
        "~2",
        "^3",
        "+",
        "-",
        "!",
        "AND",
        "OR",
        "NOT",
        "&&",
        "||",
        "NEAR/3",
        "w/5",
        "PRE/2",
        "NEAR",
        ":",
        "label:",
        "confidence:>",
        "0.9",
        "date:",
        "\"last month\"",
        "2024-13-45",
        "[",
        "]",
        "{",
        "}",
        " TO ",
        "..",
        "type:pdf",
        "in:",
        "has:",
        "coded:yes",
        "size:>10mb",
        "\\",
        "\\\"",
        "/",
        "<",
        ">=",
        "=",
        "contract",
        "word*",
        "*word",
        "w?rd",
        "*a*b*c*d*e*f*g*",
        "%",
        "\u0000",
        "\ud83d\ude00",
        "\ud83d",
        "\u0301",
        "\u4e2d\u6587",
        "\u0627\u0644",
        "\t",
        "\n",
        " ",
        " ",
        " ",
        "id:",
        "\u200b",
        "a:b:c:",
        "http://x",
        "99999999999999999999",
        "date:>last",
        "confidence:1e9",
        "date:-1",
        "label:(a OR",
        "custodian:\"",
        "near:(",
        "text:w/3"
    };

    @TempDir
    private Path folder;

    private static String random(Random random) {
        StringBuilder text = new StringBuilder();
        int kind = random.nextInt(10);
        int length = random.nextInt(kind == 9 ? 400 : 24);
        for (int i = 0; i < length; i++) {
            switch (kind) {
                case 0 -> text.append((char) random.nextInt(0x10000));
                case 1 -> text.append((char) (32 + random.nextInt(95)));
                case 2 -> text.append(PIECES[random.nextInt(6)]);
                default -> text.append(PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return text.toString();
    }

    @Test
    void parsesHundredThousandStrings() {
        Random random = RandomSource.create("ParserFuzzTest.parses");
        QueryParser parser = new QueryParser(Clock.systemUTC());
        for (int i = 0; i < STRINGS; i++) {
            String query = random(random);
            ParsedQuery parsed = parser.parse(query);
            Interpretation reading = parsed.interpretation();
            assertThat(reading.understood()).isNotNull();
            int last = 0;
            for (Interpretation.Span span : reading.spans()) {
                assertThat(span.start()).as(query).isBetween(last, query.length());
                assertThat(span.end()).as(query).isBetween(span.start() + 1, query.length());
                last = span.start();
            }
        }
    }

    @Test
    void searchesRandomStringsWithinTheirBudget() throws IOException {
        Random random = RandomSource.create("ParserFuzzTest.searches");
        try (SearchNode node =
                new SearchNode(folder, SearchNodeOptions.defaults().withRefreshEvery(Duration.ZERO))) {
            TenantIndex index = node.tenant("t");
            List<IndexedDocument> documents = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                documents.add(IndexedDocument.builder("d" + i, "c" + i % 3)
                        .text("contract word number" + i + " " + random(random))
                        .prediction("kind", LabelPrediction.of("a", 0.5, "v1"))
                        .coding("privilege", List.of("yes"))
                        .build());
            }
            assertThat(index.put(documents)).isEmpty();
            index.refresh();
            for (int i = 0; i < 1_000; i++) {
                String query = random(random);
                SearchResponse response = index.search(SearchRequest.builder(Access.only("c1"), query)
                        .size(5)
                        .facet(Dimension.COLLECTION, Dimension.label("kind"))
                        .build());
                assertThat(response.total()).as(query).isBetween(0L, 100L);
                assertThat(response.hits()).as(query).allMatch(hit -> hit.collection()
                        .equals("c1"));
                index.complete(new CompletionRequest(query, Access.only("c1"), Map.of(), 10));
            }
        }
    }

    @Test
    void patternsOfTooManyWordsAreCutAndSaidToBe() throws IOException {
        try (SearchNode node =
                new SearchNode(folder, SearchNodeOptions.defaults().withRefreshEvery(Duration.ZERO))) {
            TenantIndex index = node.tenant("t");
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < CostBudget.TERMS_PER_PATTERN + 100; i++) {
                text.append("aa").append(Integer.toString(i, 36)).append(' ');
            }
            index.put(List.of(
                    IndexedDocument.builder("d", "c").text(text.toString()).build()));
            index.refresh();
            SearchResponse response = index.search(
                    SearchRequest.builder(Access.everything(), "aa*").build());
            assertThat(response.total()).isEqualTo(1);
            assertThat(response.partial()).isTrue();
            assertThat(response.interpretation().ignored())
                    .extracting(Interpretation.Ignored::text)
                    .containsExactly("aa*");
        }
    }
}
