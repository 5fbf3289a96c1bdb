package io.docket.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SupportSearchTest {

    private static final Access ALL = Access.everything();

    @TempDir
    private Path folder;

    private SearchNode node;
    private TenantIndex index;

    @BeforeEach
    void open() throws IOException {
        node = new SearchNode(folder, SearchNodeOptions.defaults().withRefreshEvery(Duration.ZERO));
        index = node.tenant("t");
    }

    private void openWithEncoder() throws IOException {
        node.close();
        node = new SearchNode(
                folder,
                SearchNodeOptions.defaults()
                        .withRefreshEvery(Duration.ZERO)
                        .withEncoder(SupportSearchTest::aboutMoney));
        index = node.tenant("t");
    }

    @AfterEach
    void close() throws IOException {
        node.close();
    }

    private static IndexedDocument.Builder article(String id, String text) {
        return IndexedDocument.builder(id, "help").text(text).passages(Passages.split(text));
    }

    @Test
    void answersWithThePassageAndItsPlace() throws IOException {
        String filler = "This part of the manual is about something else entirely, namely the colour of the cover. ";
        String wanted = "To reset a forgotten password, open the sign-in page and choose the reset link.";
        String text = filler.repeat(10) + "\n\n" + wanted + "\n\n" + filler.repeat(10);
        index.put(List.of(
                article("manual", text).build(),
                article("other", filler.repeat(3)).build()));
        index.refresh();
        AskResponse response = index.ask(AskRequest.of(ALL, "How can I reset passwords that I forgot?"));
        AnswerPassage answer = response.answer().orElseThrow();
        assertThat(answer.document().id()).isEqualTo("manual");
        assertThat(answer.text()).contains(wanted);
        assertThat(text.substring(answer.range().start(), answer.range().end())).isEqualTo(answer.text());
        assertThat(answer.matches())
                .extracting(range -> text.substring(range.start(), range.end()))
                .contains("reset", "password");
    }

    @Test
    void givesNoAnswerWhenNothingCoversTheQuestion() throws IOException {
        index.put(List.of(article("a", "The printer needs paper.").build()));
        index.refresh();
        AskResponse response = index.ask(AskRequest.of(ALL, "Why does the printer smoke purple vapour unexpectedly?"));
        assertThat(response.passages()).hasSize(1);
        assertThat(response.answer()).isEmpty();
        assertThat(index.ask(AskRequest.of(ALL, "?!")).passages()).isEmpty();
    }

    @Test
    void synonymsAnswerAsTheWordItself() throws IOException {
        index.put(List.of(
                article("client", "Install the secure tunnel from the software centre.")
                        .build(),
                article("nda", "An NDA is kept by the legal department.").build(),
                article("centre", "The software centre has games.").build()));
        index.refresh();
        String asked = "Where do I install AnyConnects?";
        assertThat(index.ask(AskRequest.of(ALL, asked)).answer()).isEmpty();
        node.synonyms(
                "t",
                Synonyms.of(
                        List.of(List.of("AnyConnect", "secure tunnel"), List.of("NDA", "non-disclosure agreement"))));
        AnswerPassage answer = index.ask(AskRequest.of(ALL, asked)).answer().orElseThrow();
        assertThat(answer.document().id()).isEqualTo("client");
        assertThat(answer.coverage()).isEqualTo(1);
        assertThat(answer.matches())
                .extracting(range -> answer.text().substring(range.start(), range.end()))
                .containsExactlyInAnyOrder("Install", "secure", "tunnel");
        assertThat(index.ask(AskRequest.of(ALL, "Who keeps non-disclosure agreements?"))
                        .answer()
                        .orElseThrow()
                        .document()
                        .id())
                .as("a phrase of the question stands for its abbreviation")
                .isEqualTo("nda");
    }

    @Test
    void priorsDecideTies() throws IOException {
        String one = "Entirely the same question.";
        index.put(List.of(
                article("near", one)
                        .prediction("queue", LabelPrediction.of("billing", 0.9, "v1"))
                        .build(),
                article("far", one)
                        .prediction("queue", LabelPrediction.of("access", 0.9, "v1"))
                        .build()));
        index.refresh();
        AskRequest withPrior = AskRequest.of(ALL, "question").withPrior(Map.of("queue", Map.of("access", 0.99)));
        assertThat(index.ask(withPrior).passages().getFirst().document().id()).isEqualTo("far");
        // the prior follows a relabelling, since passages are relabelled with their document
        index.relabel(List.of(
                Relabel.prediction("near", "queue", LabelPrediction.of("access", 0.9, "v2")),
                Relabel.prediction("far", "queue", LabelPrediction.of("billing", 0.9, "v2"))));
        index.refresh();
        assertThat(index.ask(withPrior).passages().getFirst().document().id()).isEqualTo("near");
    }

    @Test
    void meaningDecidesBetweenPassagesThatShareAsManyWords() throws IOException {
        String asked = "Where does my bill come from?";
        String right = "Each invoice comes from the accounts department.";
        String wrong = "Each parcel comes from the warehouse in town.";
        index.put(List.of(
                article("parcel", wrong).build(),
                article("invoice", right + " " + "Accounts ".repeat(3)).build()));
        index.refresh();
        assertThat(index.ask(AskRequest.of(ALL, asked))
                        .passages()
                        .getFirst()
                        .document()
                        .id())
                .as("by words the shorter passage is the better")
                .isEqualTo("parcel");
        openWithEncoder();
        AskResponse response = index.ask(AskRequest.of(ALL, asked));
        assertThat(response.passages())
                .extracting(passage -> passage.document().id())
                .containsExactly("invoice", "parcel");
        assertThat(response.passages().getFirst().text()).startsWith(right);
        assertThat(index.ask(AskRequest.of(ALL, asked).withRanking(AskRequest.Ranking.BM25))
                        .passages()
                        .getFirst()
                        .document()
                        .id())
                .isEqualTo("parcel");
    }

    @Test
    void relatedDocumentsAndGroupsFollowTheMeaningToo() throws IOException {
        openWithEncoder();
        List<IndexedDocument> documents = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String topic = i % 2 == 0 ? "invoice" : "parcel";
            documents.add(article("d" + i, topic + " word" + i % 7 + " other" + i % 5 + " third" + i % 3)
                    .build());
        }
        index.put(documents);
        index.refresh();
        Clustering clustering =
                index.clusters(new ClusterRequest(SearchRequest.builder(ALL, "").build(), 2, 1));
        for (Clustering.Cluster cluster : clustering.clusters()) {
            assertThat(cluster.documentIds().stream()
                            .map(id -> Integer.parseInt(id.substring(1)) % 2)
                            .distinct())
                    .hasSize(1);
        }
        assertThat(index.similar("d0", ALL, 10))
                .isNotEmpty()
                .allMatch(hit -> Integer.parseInt(hit.id().substring(1)) % 2 == 0);
    }

    /** Knows one meaning: whether a text speaks of money. */
    private static float[] aboutMoney(String text) {
        boolean money = text.contains("bill") || text.contains("invoice");
        return money ? new float[] {1, 0.1f} : new float[] {0.1f, 1};
    }

    @Test
    void passagesCoverTheTextInOrder() {
        Random random = RandomSource.create("SupportSearchTest.passages");
        for (int round = 0; round < 200; round++) {
            StringBuilder text = new StringBuilder();
            int words = random.nextInt(800);
            for (int i = 0; i < words; i++) {
                text.append("abcdefghij", 0, 1 + random.nextInt(10))
                        .append(random.nextInt(12) == 0 ? ". " : random.nextInt(60) == 0 ? "\n\n" : " ");
            }
            int last = 0;
            StringBuilder joined = new StringBuilder();
            for (Passage passage : Passages.split(text.toString())) {
                assertThat(passage.start()).isGreaterThanOrEqualTo(last);
                assertThat(passage.end() - passage.start()).isLessThanOrEqualTo(Passages.LENGTH);
                joined.append(text, passage.start(), passage.end());
                last = passage.end();
            }
            assertThat(joined.toString().replaceAll("\\s", ""))
                    .isEqualTo(text.toString().replaceAll("\\s", ""));
        }
    }

    @Test
    void similarDocumentsShareCharacteristicWords() throws IOException {
        index.put(List.of(
                article("a", "The turbine blade cracked under vibration in the turbine hall.")
                        .build(),
                article("b", "Vibration of the turbine was measured before the blade failed.")
                        .build(),
                article("c", "The cafeteria serves soup in the hall.").build(),
                article("d", "The menu of the cafeteria changes and the soup is new.")
                        .build()));
        index.refresh();
        assertThat(index.similar("a", ALL, 1)).extracting(SearchHit::id).containsExactly("b");
        assertThat(index.similar("d", ALL, 1)).extracting(SearchHit::id).containsExactly("c");
    }

    @Test
    void whatIsEquallyGoodStaysInItsOrderWhereverItLies() throws IOException {
        List<IndexedDocument> documents = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            documents.add(article("e" + (10 + i), "The valve of the boiler leaks in winter.")
                    .build());
        }
        index.put(documents);
        index.put(List.of(article("soup", "The menu of the cafeteria changes.").build()));
        index.refresh();
        AskRequest request =
                AskRequest.of(ALL, "Why does the valve of the boiler leak?").withLimit(3);
        List<String> similar = idsOf(index.similar("e20", ALL, 3));
        AskResponse response = index.ask(request);
        assertThat(similar).hasSize(3);

        List<IndexedDocument> anew = new ArrayList<>(documents.subList(0, 15));
        Collections.reverse(anew);
        index.put(anew);
        index.refresh();
        assertThat(idsOf(index.similar("e20", ALL, 3))).isEqualTo(similar);
        assertThat(index.ask(request).passages())
                .extracting(passage -> passage.document().id())
                .isEqualTo(response.passages().stream()
                        .map(passage -> passage.document().id())
                        .toList());
    }

    private static List<String> idsOf(List<SearchHit> hits) {
        return hits.stream().map(SearchHit::id).toList();
    }

    @Test
    void clustersFollowTheTopicsAndAreNamedByThem() throws IOException {
        String[][] topics = {
            {"turbine", "blade", "vibration", "rotor", "bearing"},
            {"lease", "tenant", "premises", "landlord", "rent"},
            {"password", "login", "browser", "account", "token"}
        };
        String[] functionWords = {"how", "shall", "your"};
        Random random = new Random(7);
        List<IndexedDocument> documents = new ArrayList<>();
        for (int i = 0; i < 240; i++) {
            StringBuilder text = new StringBuilder();
            for (int w = 0; w < 30; w++) {
                String[] topic = topics[random.nextInt(6) == 0 ? random.nextInt(3) : i % 3];
                text.append(functionWords[i % 3])
                        .append(' ')
                        .append(topic[random.nextInt(5)])
                        .append(' ')
                        .append("filler")
                        .append(random.nextInt(40))
                        .append(' ');
            }
            documents.add(article("d" + i, text.toString()).build());
        }
        index.put(documents);
        index.refresh();
        ClusterRequest request =
                new ClusterRequest(SearchRequest.builder(ALL, "").build(), 3, 11);
        Clustering clustering = index.clusters(request);
        assertThat(clustering.clusters()).hasSize(3);
        for (Clustering.Cluster cluster : clustering.clusters()) {
            int topic = Integer.parseInt(cluster.documentIds().getFirst().substring(1)) % 3;
            assertThat(cluster.terms()).allMatch(term -> List.of(topics[topic]).contains(term));
            assertThat(cluster.documentIds()).allMatch(id -> Integer.parseInt(id.substring(1)) % 3 == topic);
        }
        assertThat(index.clusters(request)).isEqualTo(clustering);
    }
}
