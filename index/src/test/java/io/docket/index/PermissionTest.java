package io.docket.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person without rights to a collection learns nothing from it: no document, count, value, word, passage or group. */
final class PermissionTest {

    private static final Access OPEN_ONLY = Access.only("open");
    private static final Map<String, String> NAMES = Map.of("Open Matter", "open", "Zephyr Deal", "closed");

    @TempDir
    private Path folder;

    private SearchNode node;
    private TenantIndex index;

    @BeforeEach
    void fill() throws IOException {
        node = new SearchNode(
                folder,
                SearchNodeOptions.defaults().withRefreshEvery(Duration.ZERO).withEncoder(text ->
                        new float[] {1, text.length()}));
        index = node.tenant("t");
        String secret = "The zephyrine acquisition closes in Quillmark next quarter.";
        String open = "The ordinary acquisition of paper closes next week.";
        index.put(List.of(
                IndexedDocument.builder("secret", "closed")
                        .name("zephyrine.txt")
                        .title("Zephyrine")
                        .custodians(List.of("Zora Hidden"))
                        .authors(List.of("Zed Hidden"))
                        .typeGroup("zip")
                        .mediaType("application/zip")
                        .language("zu")
                        .outcome("zapped")
                        .date(Instant.parse("1999-01-01T00:00:00Z"))
                        .family("f")
                        .text(secret)
                        .passages(Passages.split(secret))
                        .prediction("kind", LabelPrediction.of("zlabel", 0.91, "zmodel"))
                        .coding("issue", List.of("zissue"))
                        .tags(List.of("ztag"))
                        .build(),
                IndexedDocument.builder("public", "open")
                        .name("paper.txt")
                        .custodians(List.of("Ada Open"))
                        .typeGroup("pdf")
                        .date(Instant.parse("2024-01-01T00:00:00Z"))
                        .family("f")
                        .text(open)
                        .passages(Passages.split(open))
                        .prediction("kind", LabelPrediction.of("ordinary", 0.8, "m1"))
                        .build()));
        index.refresh();
    }

    @AfterEach
    void close() throws IOException {
        node.close();
    }

    private SearchResponse search(String query) throws IOException {
        return index.search(SearchRequest.builder(OPEN_ONLY, query)
                .collectionNames(NAMES)
                .facet(
                        Dimension.COLLECTION,
                        Dimension.CUSTODIAN,
                        Dimension.AUTHOR,
                        Dimension.TYPE,
                        Dimension.MEDIA_TYPE,
                        Dimension.LANGUAGE,
                        Dimension.OUTCOME,
                        Dimension.YEAR,
                        Dimension.MONTH,
                        Dimension.TAG,
                        Dimension.coding("issue"),
                        Dimension.label("kind"),
                        Dimension.model("kind"),
                        Dimension.confidence("kind"))
                .build());
    }

    @Test
    void noQueryFindsOrCountsIt() throws IOException {
        for (String query : List.of(
                "zephyrine",
                "zeph*",
                "*phyrine",
                "zephyrine~",
                "\"zephyrine acquisition\"",
                "zephyrine w/3 acquisition",
                "custodian:zora",
                "author:zed",
                "title:zephyrine",
                "name:zephyrine",
                "type:zip",
                "lang:zu",
                "outcome:zapped",
                "date:1999",
                "in:\"Zephyr Deal\"",
                "in:closed",
                "id:secret",
                "label:zlabel",
                "predicted:zlabel",
                "model:zmodel",
                "coded:zissue",
                "tag:ztag",
                "coded:yes",
                "confidence:>0.9")) {
            SearchResponse response = search(query);
            assertThat(response.total()).as(query).isZero();
            assertThat(response.hits()).as(query).isEmpty();
            assertThat(response.suggestion()).as(query).isEmpty();
            assertThat(response.facets()).as(query).allMatch(facet -> facet.distinct() == 0);
        }
        for (String query : List.of("", "family:f", "acquisition", "NOT zephyrine", "paper OR zephyrine")) {
            assertThat(search(query).hits()).as(query).extracting(SearchHit::id).containsExactly("public");
        }
    }

    @Test
    void noFacetHoldsItsValues() throws IOException {
        String facets = search("").facets().toString();
        assertThat(facets).contains("ordinary").doesNotContainIgnoringCase("z").doesNotContain("1999", "closed");
    }

    @Test
    void selectingAForbiddenValueCountsNothing() throws IOException {
        SearchResponse response = index.search(SearchRequest.builder(OPEN_ONLY, "")
                .filter(FacetFilter.include(Dimension.COLLECTION, "closed"))
                .facet(Dimension.COLLECTION)
                .build());
        assertThat(response.total()).isZero();
        assertThat(response.facet(Dimension.COLLECTION).values())
                .containsExactlyInAnyOrder(
                        new FacetResult.FacetValue("open", 1, false), new FacetResult.FacetValue("closed", 0, true));
    }

    @Test
    void nothingIsSuggestedOrCompletedFromIt() throws IOException {
        assertThat(search("zephyrin").suggestion()).isEmpty();
        assertThat(search("acquisitoin").suggestion()).contains("acquisition");
        for (String typed : List.of(
                "zep",
                "qui",
                "label:",
                "predicted:",
                "model:",
                "coded:",
                "tag:",
                "type:",
                "lang:",
                "outcome:",
                "custodian:",
                "author:",
                "in:",
                "date:")) {
            assertThat(index.complete(new CompletionRequest(typed, OPEN_ONLY, NAMES, 50)))
                    .as(typed)
                    .noneMatch(completion -> completion.kind() != Completion.Kind.FIELD
                            && completion
                                    .text()
                                    .substring(typed.indexOf(':') + 1)
                                    .toLowerCase()
                                    .contains("z"))
                    .noneMatch(completion -> completion.text().contains("quillmark")
                            || completion.text().contains("1999"));
        }
        assertThat(index.complete(new CompletionRequest("acq", OPEN_ONLY, NAMES, 50)))
                .extracting(Completion::text)
                .contains("acquisition");
    }

    @Test
    void existenceOfAForbiddenWordMakesNoDifference() throws IOException {
        SearchResponse existing = search("zephyrine");
        SearchResponse missing = search("zephyrxne");
        assertThat(existing.interpretation().ignored())
                .isEqualTo(missing.interpretation().ignored());
        assertThat(existing.suggestion()).isEqualTo(missing.suggestion());
    }

    @Test
    void noPassageNeighbourOrGroupHoldsIt() throws IOException {
        AskResponse asked =
                index.ask(AskRequest.of(OPEN_ONLY, "When does the zephyrine acquisition close in Quillmark?"));
        assertThat(asked.passages())
                .extracting(passage -> passage.document().id())
                .containsExactly("public");
        assertThat(index.similar("public", OPEN_ONLY, 10)).isEmpty();
        assertThat(index.similar("secret", OPEN_ONLY, 10)).isEmpty();
        SearchRequest everything = SearchRequest.builder(OPEN_ONLY, "").build();
        Clustering clustering = index.clusters(new ClusterRequest(everything, 2, 1));
        assertThat(clustering.points()).extracting(Clustering.Point::documentId).containsExactly("public");
        assertThat(index.matches(SearchRequest.builder(OPEN_ONLY, "zephyrine").build(), "secret"))
                .isEmpty();
        assertThat(index.count(SearchRequest.builder(Access.only(Set.of()), "").build()))
                .isZero();
    }
}
