package io.docket.index.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.index.Access;
import io.docket.index.Dimension;
import io.docket.index.FacetFilter;
import io.docket.index.FacetResult.FacetValue;
import io.docket.index.HighlightedPassage;
import io.docket.index.IndexedDocument;
import io.docket.index.LabelPrediction;
import io.docket.index.Passage;
import io.docket.index.Rebuild;
import io.docket.index.Relabel;
import io.docket.index.SearchHit;
import io.docket.index.SearchNode;
import io.docket.index.SearchNodeOptions;
import io.docket.index.SearchRequest;
import io.docket.index.SearchResponse;
import io.docket.index.SortOrder;
import io.docket.index.TenantIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The public interface, used as the appliance uses it. */
final class SearchNodeTest {

    private static final Access ALL = Access.everything();

    @TempDir
    private Path folder;

    private SearchNode node;
    private TenantIndex index;

    @BeforeEach
    void open() throws IOException {
        node = new SearchNode(folder, SearchNodeOptions.defaults().withRefreshEvery(Duration.ZERO));
        index = node.tenant("acme");
    }

    @AfterEach
    void close() throws IOException {
        node.close();
    }

    private static IndexedDocument.Builder document(String id, String collection, String text) {
        return IndexedDocument.builder(id, collection).name(id + ".txt").text(text);
    }

    private void put(IndexedDocument.Builder... builders) throws IOException {
        List<IndexedDocument> documents = new ArrayList<>();
        for (IndexedDocument.Builder builder : builders) {
            documents.add(builder.build());
        }
        assertThat(index.put(documents)).isEmpty();
        index.refresh();
    }

    private List<String> find(Access access, String query) throws IOException {
        return index.search(SearchRequest.builder(access, query).build()).hits().stream()
                .map(SearchHit::id)
                .sorted()
                .toList();
    }

    @Test
    void findsWhatWasPut() throws IOException {
        put(
                document("a", "c1", "The parties shall indemnify and hold harmless each other."),
                document("b", "c1", "A lease of premises."),
                document("c", "c2", "Harmless insects hold on."));
        assertThat(find(ALL, "indemnify")).containsExactly("a");
        assertThat(find(ALL, "\"hold harmless\"")).containsExactly("a");
        assertThat(find(ALL, "harmless hold")).containsExactly("a", "c");
        assertThat(find(ALL, "lease OR insect")).containsExactly("b", "c");
        assertThat(find(ALL, "hold -insects")).containsExactly("a");
        assertThat(find(ALL, "party")).containsExactly("a");
        assertThat(find(ALL, "insect*")).containsExactly("c");
        assertThat(find(ALL, "*demnif*")).containsExactly("a");
        assertThat(find(ALL, "indemnifi~1")).containsExactly("a");
        assertThat(find(ALL, "indemnify w/3 harmless")).containsExactly("a");
        assertThat(find(ALL, "harmless pre/3 indemnify")).isEmpty();
        assertThat(find(ALL, "")).containsExactly("a", "b", "c");
        assertThat(find(ALL, "in:c2")).containsExactly("c");
        assertThat(find(ALL, "name:b.txt")).containsExactly("b");
    }

    @Test
    void permissionRestrictsEverything() throws IOException {
        put(document("a", "c1", "secret merger"), document("b", "c2", "open merger"));
        SearchResponse response = index.search(SearchRequest.builder(Access.only("c2"), "merger")
                .facet(Dimension.COLLECTION)
                .build());
        assertThat(response.total()).isEqualTo(1);
        assertThat(response.facet(Dimension.COLLECTION).values()).containsExactly(new FacetValue("c2", 1, false));
        assertThat(find(Access.only("c2"), "secret")).isEmpty();
        assertThat(find(Access.only(Set.of()), "")).isEmpty();
        assertThat(index.matches(
                        SearchRequest.builder(Access.only("c2"), "secret").build(), "a"))
                .isEmpty();
    }

    @Test
    void highlightsPhrasesWithOffsets() throws IOException {
        String text = "First sentence about nothing. Each party shall hold harmless the other party. Last words here.";
        put(document("a", "c1", text));
        SearchHit hit = index.search(
                        SearchRequest.builder(ALL, "\"hold harmless\"").build())
                .hits()
                .getFirst();
        HighlightedPassage passage = hit.passages().getFirst();
        assertThat(passage.matches()).hasSize(1);
        assertThat(text.substring(
                        passage.matches().getFirst().start(),
                        passage.matches().getFirst().end()))
                .isEqualTo("hold harmless");
        assertThat(text.substring(passage.range().start(), passage.range().end()))
                .isEqualTo(passage.text());
    }

    @Test
    void guessesAreCountedAndFoundWhetherSureOrNot() throws IOException {
        put(
                document("a", "c1", "one").prediction("kind", LabelPrediction.of("nda", 0.93, "v1")),
                document("b", "c1", "two").prediction("kind", LabelPrediction.abstained("nda", 0.4, "v1")),
                document("c", "c1", "three").prediction("kind", LabelPrediction.abstained("lease", 0.3, "v1")),
                document("d", "c1", "four"));
        SearchResponse response = index.search(SearchRequest.builder(ALL, "")
                .facet(Dimension.guess("kind"))
                .filter(FacetFilter.include(Dimension.guess("kind"), "nda"))
                .build());
        assertThat(response.hits()).extracting(SearchHit::id).containsExactlyInAnyOrder("a", "b");
        assertThat(response.facet(Dimension.guess("kind")).values())
                .containsExactly(new FacetValue("nda", 2, true), new FacetValue("lease", 1, false));
        assertThat(Dimension.parse("guess.kind")).isEqualTo(Dimension.guess("kind"));
    }

    @Test
    void relabellingIsFollowedByQueryFacetsAndHits() throws IOException {
        put(
                document("a", "c1", "one").prediction("kind", LabelPrediction.of("nda", 0.93, "v1")),
                document("b", "c1", "two").prediction("kind", LabelPrediction.abstained("nda", 0.4, "v1")),
                document("c", "c1", "three"));
        assertThat(find(ALL, "label:NDA confidence:>0.9")).containsExactly("a");
        index.relabel(List.of(
                Relabel.prediction("a", "kind", LabelPrediction.of("lease", 0.7, "v2")),
                Relabel.prediction("c", "kind", LabelPrediction.of("nda", 0.96, "v2")),
                Relabel.coding("b", "kind", Set.of("nda"))));
        index.refresh();
        assertThat(find(ALL, "label:nda")).containsExactly("b", "c");
        assertThat(find(ALL, "predicted:nda")).containsExactly("c");
        assertThat(find(ALL, "coded:yes")).containsExactly("b");
        assertThat(find(ALL, "model:v1")).containsExactly("b");
        SearchResponse response = index.search(SearchRequest.builder(ALL, "")
                .facet(Dimension.label("kind"), Dimension.confidence("kind"), Dimension.coding("kind"))
                .filter(FacetFilter.include(Dimension.label("kind"), "nda"))
                .build());
        assertThat(response.hits()).extracting(SearchHit::id).containsExactly("c");
        assertThat(response.facet(Dimension.label("kind")).values())
                .containsExactlyInAnyOrder(
                        new FacetValue("nda", 1, true),
                        new FacetValue("lease", 1, false),
                        new FacetValue(Dimension.ABSTAINED, 1, false));
        assertThat(response.facet(Dimension.confidence("kind")).values())
                .containsExactly(new FacetValue("0.95-0.99", 1, false));
        assertThat(response.hits().getFirst().predictions().get("kind"))
                .isEqualTo(LabelPrediction.of("nda", 0.96, "v2"));
    }

    @Test
    void pagesWithoutOverlapWhileTheIndexChanges() throws IOException {
        List<IndexedDocument> many = new ArrayList<>();
        for (int i = 0; i < 95; i++) {
            many.add(document("d" + i, "c1", "word number " + i)
                    .date(Instant.parse("2024-01-01T00:00:00Z").plus(Duration.ofDays(i / 10)))
                    .build());
        }
        index.put(many);
        index.refresh();
        for (SortOrder order :
                List.of(SortOrder.RELEVANCE, SortOrder.NEWEST, SortOrder.by(SortOrder.Key.NAME, false))) {
            List<String> seen = new ArrayList<>();
            SearchRequest.Builder request =
                    SearchRequest.builder(ALL, "word").sort(order).size(10);
            SearchResponse page = index.search(request.build());
            page.hits().forEach(hit -> seen.add(hit.id()));
            while (page.nextCursor().isPresent()) {
                put(document("new" + order.key() + seen.size(), "c9", "word word"));
                page = index.search(request.cursor(page.nextCursor().get()).build());
                page.hits().forEach(hit -> seen.add(hit.id()));
            }
            assertThat(seen).as(order.toString()).doesNotHaveDuplicates();
            assertThat(seen.stream().filter(id -> id.startsWith("d")).count()).isEqualTo(95);
        }
    }

    @Test
    void commitDataAndLabelsSurviveReopening() throws IOException {
        put(document("a", "c1", "text")
                .passages(List.of(new Passage(0, 4)))
                .prediction("kind", LabelPrediction.of("nda", 0.9, "v1")));
        index.commit(Map.of("position", "17"));
        node.close();
        open();
        assertThat(index.committedData()).containsExactly(Map.entry("position", "17"));
        assertThat(find(ALL, "label:nda")).containsExactly("a");
        assertThat(index.counts().documents()).isEqualTo(1);
        assertThat(index.counts().passages()).isEqualTo(1);
        assertThat(index.check().clean()).isTrue();
    }

    @Test
    void rebuildsWhileSearchingAndChanging() throws IOException {
        put(document("a", "c1", "old"), document("b", "c1", "old"), document("c", "c1", "old"));
        try (Rebuild rebuild = node.rebuild("acme")) {
            put(document("b", "c1", "changed meanwhile"));
            index.delete(List.of("c"));
            index.relabel(List.of(Relabel.prediction("a", "kind", LabelPrediction.of("nda", 0.9, "v1"))));
            rebuild.put(List.of(
                    document("a", "c1", "new").build(),
                    document("b", "c1", "new").build(),
                    document("c", "c1", "new").build()));
            assertThat(find(ALL, "old")).contains("a");
            rebuild.promote(Map.of("position", "1"));
        }
        assertThat(find(ALL, "old")).isEmpty();
        assertThat(find(ALL, "new")).containsExactly("a");
        assertThat(find(ALL, "changed")).containsExactly("b");
        assertThat(find(ALL, "label:nda")).containsExactly("a");
        assertThat(find(ALL, "")).containsExactly("a", "b");
    }

    @Test
    void keepsOnlySomeTenantsOpen() throws IOException {
        node.close();
        node = new SearchNode(
                folder, SearchNodeOptions.defaults().withMaxOpenTenants(2).withRefreshEvery(Duration.ZERO));
        for (int i = 0; i < 5; i++) {
            TenantIndex tenant = node.tenant("t" + i);
            tenant.put(List.of(document("a", "c1", "text").build()));
        }
        for (int i = 0; i < 5; i++) {
            assertThat(node.tenant("t" + i).counts().documents()).isEqualTo(1);
        }
        assertThat(node.tenants()).hasSize(5);
    }

    @Test
    void snapshotIsAnIndexOfItsOwn(@TempDir Path elsewhere) throws IOException {
        put(document("a", "c1", "text"));
        index.commit(Map.of());
        put(document("b", "c1", "text"));
        index.snapshot(elsewhere.resolve("copy"));
        try (var directory = FSDirectory.open(elsewhere.resolve("copy"));
                var reader = DirectoryReader.open(directory)) {
            assertThat(reader.numDocs()).isEqualTo(1);
        }
    }
}
