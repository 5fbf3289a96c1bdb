package io.docket.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports over lists of terms, going through a result one by one, ranges of dates, and reading beside the writer. */
final class TermsReportTest {
    @TempDir
    private Path folder;

    private SearchNode node;
    private TenantIndex index;

    @BeforeEach
    void fill() throws IOException {
        node = new SearchNode(folder, SearchNodeOptions.defaults().withRefreshEvery(Duration.ZERO));
        index = node.tenant("t");
        index.put(List.of(
                document("mail", "open", "apple pear", "2023-03-10").family("m").build(),
                document("attachment", "open", "plum", "2023-05-10").family("m").build(),
                document("alone", "open", "apple", "2024-01-10").family("alone").build()));
        // another segment: a family may lie in several
        index.commit(Map.of());
        index.refresh();
        index.put(List.of(
                document("late", "open", "cherry", "2024-02-10").family("m").build(),
                document("hidden", "closed", "apple cherry", "2024-02-11")
                        .family("m")
                        .build()));
        index.commit(Map.of());
        index.refresh();
        index.relabel(List.of(
                Relabel.prediction("mail", "kind", LabelPrediction.of("fruit", 0.9, "1")),
                Relabel.prediction("alone", "kind", LabelPrediction.of("tool", 0.8, "1")),
                Relabel.coding("mail", "wanted", List.of("yes")),
                Relabel.coding("alone", "wanted", List.of("no"))));
        index.refresh();
    }

    private static IndexedDocument.Builder document(String id, String collection, String text, String day) {
        return IndexedDocument.builder(id, collection)
                .name(id + ".txt")
                .text(text)
                .date(Instant.parse(day + "T00:00:00Z"));
    }

    @AfterEach
    void close() throws IOException {
        node.close();
    }

    private static SearchRequest open(String query) {
        return SearchRequest.builder(Access.only("open"), query).build();
    }

    @Test
    void countsUniqueFamilyAndPrecisionOfWhatMayBeSeen() throws IOException {
        TermsReport report = index.termsReport(new TermsReportRequest(
                List.of("apple", "pear", "plum OR cherry", "quince"),
                open(""),
                Optional.of(new TermsReportRequest.Wanted("kind", "fruit")),
                Optional.of(new TermsReportRequest.Wanted("wanted", "yes"))));

        assertThat(report.searched()).isEqualTo(4);
        assertThat(report.documents()).isEqualTo(4);
        assertThat(report.withFamilies()).isEqualTo(4);
        assertThat(report.lines()).extracting(TermsReport.Line::documents).containsExactly(2L, 1L, 2L, 0L);
        assertThat(report.lines()).extracting(TermsReport.Line::unique).containsExactly(1L, 0L, 2L, 0L);
        assertThat(report.lines()).extracting(TermsReport.Line::withFamilies).containsExactly(4L, 3L, 3L, 0L);
        assertThat(report.lines().getFirst().collections()).containsOnly(Map.entry("open", 2L));
        TermsReport.Precision apple = report.lines().getFirst().precision();
        assertThat(apple.predicted()).isEqualTo(1);
        assertThat(apple.expected()).isBetween(0.899, 0.901);
        assertThat(apple.judged()).isEqualTo(2);
        assertThat(apple.wanted()).isEqualTo(1);
        assertThat(report.partial()).isFalse();
    }

    @Test
    void aReportIsAboutTheSearchItIsAskedWithin() throws IOException {
        TermsReport report = index.termsReport(
                new TermsReportRequest(List.of("apple"), open("pear"), Optional.empty(), Optional.empty()));

        assertThat(report.searched()).isEqualTo(1);
        assertThat(report.lines().getFirst().documents()).isEqualTo(1);
    }

    @Test
    void goesThroughAResultInEveryOrderAndBack() throws IOException {
        for (SortOrder order : List.of(
                SortOrder.RELEVANCE,
                SortOrder.NEWEST,
                SortOrder.by(SortOrder.Key.NAME, false),
                SortOrder.by(SortOrder.Key.NAME, true),
                SortOrder.byConfidence("kind", true))) {
            SearchRequest request = SearchRequest.builder(Access.only("open"), "apple OR plum OR cherry")
                    .sort(order)
                    .build();
            List<String> expected =
                    index.search(request).hits().stream().map(SearchHit::id).toList();
            List<String> walked = new ArrayList<>(List.of(expected.getFirst()));
            Optional<String> next =
                    index.neighbours(request, expected.getFirst(), 0).next();
            while (next.isPresent()) {
                assertThat(index.neighbours(request, next.get(), 0).previous())
                        .as("%s before %s", order, next)
                        .contains(walked.getLast());
                walked.add(next.get());
                Neighbours anywhere = index.neighbours(request, next.get(), 0);
                assertThat(index.neighbours(request, next.get(), walked.size())).isEqualTo(anywhere);
                assertThat(index.neighbours(request, next.get(), 999))
                        .as("a place that is no longer its")
                        .isEqualTo(anywhere);
                next = anywhere.next();
            }
            assertThat(walked).as("%s", order).isEqualTo(expected).hasSize(4);
        }
        assertThat(index.neighbours(open("apple"), "hidden", 1)).isEqualTo(Neighbours.NONE);
    }

    @Test
    void kindsOfFilesGoByEverydayNames() throws IOException {
        index.put(List.of(
                document("letter", "open", "apple", "2024-03-01")
                        .typeGroup("text document")
                        .mediaType("application/msword")
                        .build(),
                document("table", "open", "apple", "2024-03-01")
                        .typeGroup("spreadsheet")
                        .build()));
        index.refresh();
        for (String word : List.of("word", "DOCX", "\"text document\"", "application/msword")) {
            assertThat(found("type:" + word)).as(word).containsExactly("letter");
        }
        assertThat(found("type:excel")).containsExactly("table");
        assertThat(found("type:film")).isEmpty();
    }

    private List<String> found(String query) throws IOException {
        return index.search(open(query)).hits().stream().map(SearchHit::id).toList();
    }

    @Test
    void datesAreRestrictedByRanges() throws IOException {
        assertThat(ids("2023-03..2023-05")).containsExactlyInAnyOrder("mail", "attachment");
        assertThat(ids("2023..2024-01")).containsExactlyInAnyOrder("mail", "attachment", "alone");
        assertThat(ids("2024")).containsExactlyInAnyOrder("alone", "late");
        assertThat(ids("2023-04..")).isEmpty();
        assertThat(ids("..2023-04")).isEmpty();
    }

    private List<String> ids(String months) throws IOException {
        return index
                .search(SearchRequest.builder(Access.only("open"), "")
                        .filter(FacetFilter.include(Dimension.MONTH, months))
                        .build())
                .hits()
                .stream()
                .map(SearchHit::id)
                .toList();
    }

    @Test
    void readsBesideTheWriterWhatWasCommitted() throws IOException {
        index.put(List.of(document("uncommitted", "open", "apple", "2024-03-01").build()));
        try (ReadOnlyIndex reading = ReadOnlyIndex.open(folder, "t")) {
            SearchResponse found = reading.search(SearchRequest.builder(Access.everything(), "apple")
                    .facet(Dimension.COLLECTION)
                    .build());
            assertThat(found.hits()).extracting(SearchHit::id).containsExactlyInAnyOrder("mail", "alone", "hidden");
            assertThat(found.facet(Dimension.COLLECTION).values()).hasSize(2);
        }
    }
}
