package io.docket.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the disk does: what was committed is there, the index checks clean, and a loss is announced. */
final class DurabilityTest {

    private static final Access ALL = Access.everything();

    @TempDir
    private Path folder;

    private final Random random = RandomSource.create("DurabilityTest");
    private final FaultyDirectory.Faults faults = new FaultyDirectory.Faults();

    private SearchNode node(Path data) throws IOException {
        SearchNodeOptions options =
                SearchNodeOptions.defaults().withRefreshEvery(Duration.ZERO).withWriteBufferMegabytes(1);
        return new SearchNode(data, options, path -> new FaultyDirectory(FSDirectory.open(path), faults));
    }

    /** Change number {@code n}: puts document {@code n} and labels an earlier one. */
    private static void apply(TenantIndex index, int n) throws IOException {
        assertThat(index.put(List.of(IndexedDocument.builder("d" + n, "c")
                        .text("word number" + n + " filler".repeat(n % 50))
                        .prediction("kind", LabelPrediction.of("first", 0.5, "v1"))
                        .build())))
                .isEmpty();
        index.relabel(
                List.of(Relabel.prediction("d" + n / 2, "kind", LabelPrediction.of("label" + n % 7, 0.9, "v" + n))));
    }

    /** Everything up to change {@code last} is there, with the labels it then had. */
    private static void verify(TenantIndex index, int last) throws IOException {
        index.refresh();
        assertThat(index.counts().documents()).isEqualTo(last);
        SearchRequest.Builder request =
                SearchRequest.builder(ALL, "word").size(1000).highlight(HighlightOptions.NONE);
        SearchResponse page = index.search(request.build());
        List<SearchHit> hits = new ArrayList<>(page.hits());
        while (page.nextCursor().isPresent()) {
            page = index.search(request.cursor(page.nextCursor().get()).build());
            hits.addAll(page.hits());
        }
        assertThat(hits).hasSize(last);
        for (SearchHit hit : hits) {
            int n = Integer.parseInt(hit.id().substring(1));
            int labelledBy = 2 * n + 1 <= last ? 2 * n + 1 : 2 * n <= last ? 2 * n : 0;
            LabelPrediction expected = labelledBy == 0
                    ? LabelPrediction.of("first", 0.5, "v1")
                    : LabelPrediction.of("label" + labelledBy % 7, 0.9, "v" + labelledBy);
            assertThat(hit.predictions().get("kind")).as(hit.id()).isEqualTo(expected);
        }
        assertThat(index.check().problems()).isEmpty();
        assertThat(index.check().clean()).isTrue();
    }

    @Test
    void losesNothingCommittedToErrorsAndFullDisks() throws IOException {
        try (SearchNode node = node(folder)) {
            TenantIndex index = node.tenant("t");
            int applied = 0;
            int committed = 0;
            int losses = 0;
            for (int round = 0; round < 25; round++) {
                if (random.nextBoolean()) {
                    faults.fullAfter(random.nextInt(200_000));
                } else {
                    faults.failAfter(random.nextInt(300));
                }
                try {
                    for (int i = 0; i < 60; i++) {
                        apply(index, applied + 1);
                        applied++;
                        if (random.nextInt(10) == 0) {
                            index.refresh();
                        }
                        if (random.nextInt(20) == 0) {
                            index.commit(Map.of("applied", Integer.toString(applied)));
                            committed = applied;
                        }
                    }
                    faults.heal();
                } catch (IOException e) {
                    faults.heal();
                    losses++;
                    assertThat(e.getMessage()).isNotBlank();
                    int from = Integer.parseInt(index.recover().getOrDefault("applied", "0"));
                    // a commit that reported an error may have reached the disk all the same: later is fine, earlier is
                    // not
                    assertThat(from).isBetween(committed, applied);
                    applied = from;
                    committed = from;
                    verify(index, applied);
                }
            }
            assertThat(losses).isPositive();
            index.commit(Map.of("applied", Integer.toString(applied)));
            verify(index, applied);
        }
    }

    @Test
    void aLossIsAnnouncedUntilRecovered() throws IOException {
        try (SearchNode node = node(folder)) {
            TenantIndex index = node.tenant("t");
            apply(index, 1);
            index.commit(Map.of("applied", "1"));
            index.refresh();
            apply(index, 2);
            faults.fullAfter(0);
            assertThatThrownBy(() -> index.commit(Map.of("applied", "2")))
                    .isInstanceOf(IndexLostChangesException.class)
                    .hasMessageContaining("recover()");
            faults.heal();
            assertThatThrownBy(() -> apply(index, 3)).isInstanceOf(IndexLostChangesException.class);
            assertThat(index.search(SearchRequest.builder(ALL, "word").build()).total())
                    .isEqualTo(1);
            assertThat(index.recover()).containsExactly(Map.entry("applied", "1"));
            apply(index, 2);
            verify(index, 2);
        }
    }

    @Test
    void survivesPowerCuts(@TempDir Path elsewhere) throws IOException {
        try (SearchNode node = node(folder)) {
            TenantIndex index = node.tenant("t");
            int applied = 0;
            int committed = 0;
            for (int cut = 0; cut < 10; cut++) {
                for (int i = random.nextInt(150); i >= 0; i--) {
                    apply(index, ++applied);
                    if (random.nextInt(30) == 0) {
                        index.commit(Map.of("applied", Integer.toString(applied)));
                        committed = applied;
                    }
                    if (random.nextInt(10) == 0) {
                        index.refresh();
                    }
                }
                Path after = elsewhere.resolve("cut" + cut);
                cutPower(after);
                try (SearchNode restarted = node(after)) {
                    TenantIndex found = restarted.tenant("t");
                    int from = Integer.parseInt(found.committedData().getOrDefault("applied", "0"));
                    assertThat(from).isEqualTo(committed);
                    verify(found, from);
                    for (int n = from + 1; n <= applied; n++) {
                        apply(found, n);
                    }
                    verify(found, applied);
                }
            }
        }
    }

    /** Copies the data directory as a power cut would leave it: files never forced to disk are cut short or gone. */
    private void cutPower(Path target) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            Path copy = target.resolve(folder.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            try {
                if (name.equals("CURRENT") || faults.survives(name)) {
                    Files.copy(file, copy);
                } else if (random.nextBoolean() && !name.equals("write.lock")) {
                    Files.copy(file, copy);
                    try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                        channel.truncate((long) (channel.size() * random.nextDouble()));
                    }
                }
            } catch (NoSuchFileException e) {
                // merged away while the power failed
            }
        }
    }

    @Test
    void damageOnDiskIsReported() throws IOException {
        try (SearchNode node = node(folder)) {
            TenantIndex index = node.tenant("t");
            for (int n = 1; n <= 50; n++) {
                apply(index, n);
            }
            index.commit(Map.of());
        }
        Path victim;
        try (Stream<Path> walk = Files.walk(folder)) {
            victim = walk.filter(file ->
                            file.toString().endsWith(".cfs") || file.toString().endsWith(".fdt"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(victim);
        bytes[bytes.length / 2] ^= 0x55;
        Files.write(victim, bytes);
        try (SearchNode node = node(folder)) {
            IndexHealth health = node.tenant("t").check();
            assertThat(health.clean()).isFalse();
            assertThat(health.problems()).isNotEmpty();
            try (Rebuild rebuild = node.rebuild("t")) {
                rebuild.put(
                        List.of(IndexedDocument.builder("d1", "c").text("word").build()));
                rebuild.promote(Map.of());
            }
            assertThat(node.tenant("t").check().clean()).isTrue();
            assertThat(node.tenant("t").counts().documents()).isEqualTo(1);
        }
    }
}
