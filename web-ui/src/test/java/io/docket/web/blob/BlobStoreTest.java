package io.docket.web.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobStoreTest {
    @TempDir
    Path directory;

    private BlobStore store;

    @BeforeEach
    void open() {
        store = new BlobStore(directory.resolve("blobs"));
    }

    @Test
    void whatWasPutIsReadBack() throws IOException {
        byte[] bytes = new byte[200_000];
        new Random(7).nextBytes(bytes);

        Blob blob = store.put("acme", new ByteArrayInputStream(bytes), Long.MAX_VALUE);

        assertThat(blob.hash()).isEqualTo(Sha256.of(bytes));
        assertThat(blob.size()).isEqualTo(bytes.length);
        assertThat(store.open("acme", blob.hash()).readAllBytes()).isEqualTo(bytes);
        assertThat(store.intact("acme", blob.hash())).isTrue();
    }

    @Test
    void emptyFilesHaveABlobToo() throws IOException {
        Blob blob = store.putText("acme", "");

        assertThat(blob.size()).isZero();
        assertThat(store.contains("acme", blob.hash())).isTrue();
    }

    @Test
    void sameBytesAreKeptOnce() throws IOException {
        store.putText("acme", "once");
        store.putText("acme", "once");

        try (Stream<Sha256> hashes = store.list("acme")) {
            assertThat(hashes).hasSize(1);
        }
        assertThat(temporaryFiles()).isEmpty();
    }

    @Test
    void tenantsDoNotSeeEachOther() throws IOException {
        Blob blob = store.putText("acme", "ours");

        assertThat(store.contains("other", blob.hash())).isFalse();
        assertThatThrownBy(() -> store.open("other", blob.hash())).isInstanceOf(NoSuchFileException.class);
        try (Stream<Sha256> hashes = store.list("other")) {
            assertThat(hashes).isEmpty();
        }
    }

    @Test
    void aTenantNameCannotLeaveTheDirectory() {
        assertThatThrownBy(() -> store.putText("../x", "text")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anUploadCutInTheMiddleLeavesNothing() throws IOException {
        InputStream cut = new InputStream() {
            private int left = 100_000;

            @Override
            public int read() throws IOException {
                if (left == 0) {
                    throw new IOException("connection reset");
                }
                left--;
                return 'x';
            }
        };

        assertThatThrownBy(() -> store.put("acme", cut, Long.MAX_VALUE)).hasMessage("connection reset");

        assertThat(temporaryFiles()).isEmpty();
        try (Stream<Sha256> hashes = store.list("acme")) {
            assertThat(hashes).isEmpty();
        }
    }

    @Test
    void tooManyBytesAreRefusedAndLeaveNothing() throws IOException {
        InputStream bytes = new ByteArrayInputStream("12345".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> store.put("acme", bytes, 4)).isInstanceOf(BlobTooLargeException.class);

        assertThat(temporaryFiles()).isEmpty();
    }

    @Test
    void aFlippedByteIsNoticed() throws IOException {
        Blob blob = store.putText("acme", "the truth");
        Files.writeString(store.path("acme", blob.hash()), "the_truth");

        assertThat(store.intact("acme", blob.hash())).isFalse();
    }

    @Test
    void aTruncatedBlobIsReplacedByTheNextWrite() throws IOException {
        Blob blob = store.putText("acme", "the truth");
        Files.writeString(store.path("acme", blob.hash()), "the");

        store.putText("acme", "the truth");

        assertThat(store.intact("acme", blob.hash())).isTrue();
    }

    @Test
    void abandonedWritesAreRemoved() throws IOException {
        store.putText("acme", "kept");
        Path temporaries = directory.resolve("blobs/acme/tmp");
        Files.writeString(temporaries.resolve("left-by-a-crash"), "half");

        assertThat(store.removeAbandonedWrites()).isEqualTo(1);

        assertThat(temporaryFiles()).isEmpty();
    }

    private List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("blobs/acme/tmp"))) {
            return files.toList();
        }
    }
}
