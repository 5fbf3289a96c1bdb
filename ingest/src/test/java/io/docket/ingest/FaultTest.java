package io.docket.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parsers that misbehave in real worker processes: each time the right outcome, and the next document is fine. */
class FaultTest {
    private static final ExtractionLimits LIMITS = ExtractionLimits.defaults()
            .withHeap(ByteSize.ofMebibytes(128))
            .withTime(Duration.ofSeconds(60))
            .withProgressTime(Duration.ofSeconds(30))
            .withCharacters(100_000)
            .withEmbeddedCount(50);

    private static Extractor extractor;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        extractor = new Extractor(
                ExtractorSettings.defaults().withWorkers(1).withSpareWorkers(1).withLimits(LIMITS));
    }

    @AfterAll
    static void stop() {
        extractor.close();
    }

    @Test
    void aParserThatHangsIsStopped() throws Exception {
        ExtractedItem item = faultUnder(impatient(), "hang").root();

        assertThat(item.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(item.reason()).isEqualTo("no progress for 2 s");
        assertThat(item.elapsed()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        theNextDocumentIsFine();
    }

    @Test
    void aParserThatExhaustsMemoryEndsItsProcessOnly() throws Exception {
        ExtractedItem item = fault("memory").root();

        assertThat(item.outcome()).isEqualTo(Outcome.OUT_OF_MEMORY);
        assertThat(item.reason()).isEqualTo("more memory needed than the worker's heap of 128 MiB");
        theNextDocumentIsFine();
    }

    @Test
    void aParserThatHidesItsLackOfMemoryIsFoundOut() throws Exception {
        assertThat(fault("swallow-memory").root().outcome()).isEqualTo(Outcome.OUT_OF_MEMORY);
        theNextDocumentIsFine();
    }

    @Test
    void textBeyondTheLimitIsCutAndMarked() throws Exception {
        ExtractedItem item = fault("flood").root();

        assertThat(item.outcome()).isEqualTo(Outcome.TOO_LONG);
        assertThat(item.characters()).isEqualTo(100_000);
        assertThat(Files.readString(item.text().orElseThrow())).hasSize(100_000);
        theNextDocumentIsFine();
    }

    @Test
    void anArchiveThatContainsItselfIsOpenedOnce() throws Exception {
        ExtractionResult family = fault("self");

        assertThat(family.items())
                .extracting(ExtractedItem::outcome)
                .containsExactly(Outcome.EXTRACTED, Outcome.DUPLICATE);
        assertThat(family.items().getLast().reason()).contains("the same bytes as an item around it");
        theNextDocumentIsFine();
    }

    @Test
    void endlessRecursionIsACrashOfThatDocument() throws Exception {
        ExtractedItem item = fault("recurse").root();

        assertThat(item.outcome()).isEqualTo(Outcome.CRASHED);
        assertThat(item.reason()).contains("recursed");
        theNextDocumentIsFine();
    }

    @Test
    void exitAndHaltAreCrashes() throws Exception {
        assertThat(fault("exit").root().outcome()).isEqualTo(Outcome.CRASHED);
        theNextDocumentIsFine();
        ExtractedItem halted = fault("halt").root();
        assertThat(halted.outcome()).isEqualTo(Outcome.CRASHED);
        assertThat(halted.reason()).isEqualTo("the worker process ended with code 77");
        theNextDocumentIsFine();
    }

    @Test
    void printingToEitherOutputDisturbsNothing() throws Exception {
        assertThat(fault("print").root().outcome()).isEqualTo(Outcome.EMPTY);
        theNextDocumentIsFine();
    }

    @Test
    void anExceptionOfTheParserIsDamageOfTheDocument() throws Exception {
        ExtractedItem item = fault("throw").root();

        assertThat(item.outcome()).isEqualTo(Outcome.CORRUPT);
        assertThat(item.reason()).isEqualTo("IllegalStateException: as asked");
    }

    @Test
    void childrenWithoutEndStopAtTheLimit() throws Exception {
        ExtractionResult family = fault("children");

        assertThat(family.root().outcome()).isEqualTo(Outcome.TOO_LONG);
        assertThat(family.root().reason()).contains("items after 50 were left out");
        assertThat(family.items()).hasSize(51);
        theNextDocumentIsFine();
    }

    @Test
    void anAttachmentThatHangsTakesNothingElseAlong() throws Exception {
        ExtractionResult family = faultUnder(impatient(), "attach hang");

        assertThat(family.items())
                .extracting(ExtractedItem::outcome)
                .containsExactly(Outcome.EXTRACTED, Outcome.EXTRACTED, Outcome.TIMED_OUT, Outcome.EXTRACTED);
    }

    @Test
    void manyDeathsInARowAreSurvived() throws Exception {
        for (int i = 0; i < 6; i++) {
            assertThat(fault("halt").root().outcome()).isEqualTo(Outcome.CRASHED);
        }
        theNextDocumentIsFine();
    }

    @Test
    void noWayLeadsOutOfAnIsolatedWorker() throws Exception {
        try (ServerSocketChannel listener = listener()) {
            ExtractedItem item = fault("connect " + port(listener)).root();

            // Without a namespace only SocketChannel remains, which nothing in Java can close.
            assertThat(textOf(item)).isEqualTo(extractor.isolatesNetwork() ? "open: []" : "open: [channel]");
            assertThat(listener.accept() == null).isEqualTo(extractor.isolatesNetwork());
        }
    }

    static ServerSocketChannel listener() throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        listener.configureBlocking(false);
        return listener;
    }

    static int port(ServerSocketChannel listener) throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    private ExtractionResult fault(String what) throws IOException, InterruptedException {
        return extract("fault.bin", "DOCKET-FAULT " + what);
    }

    private ExtractionResult faultUnder(ExtractionLimits limits, String what) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("fault.bin"), "DOCKET-FAULT " + what);
        return extractor.extract(ExtractionRequest.of(file, "fault.bin", directory.resolve("out"))
                .withLimits(limits));
    }

    private static ExtractionLimits impatient() {
        return LIMITS.withProgressTime(Duration.ofSeconds(2));
    }

    private void theNextDocumentIsFine() throws IOException, InterruptedException {
        ExtractedItem next = extract("next.txt", "All is well.").root();
        assertThat(next.outcome()).isEqualTo(Outcome.EXTRACTED);
        assertThat(textOf(next)).isEqualTo("All is well.");
    }

    private ExtractionResult extract(String name, String content) throws IOException, InterruptedException {
        Path file = directory.resolve(name);
        Files.write(file, content.getBytes(StandardCharsets.UTF_8));
        return extractor.extract(ExtractionRequest.of(file, name, directory.resolve("out")));
    }

    static String textOf(ExtractedItem item) throws IOException {
        return Files.readString(item.text().orElseThrow()).strip();
    }
}
