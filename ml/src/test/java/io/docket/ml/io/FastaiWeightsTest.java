package io.docket.ml.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fixtures come from src/test/python/make_fastai_fixture.py. */
final class FastaiWeightsTest {
    @TempDir
    private Path folder;

    private static Path fixture(String name) throws URISyntaxException {
        return Path.of(FastaiWeightsTest.class.getResource("fastai/" + name).toURI());
    }

    @Test
    void readsTheStreamOfBefore2020() throws Exception {
        FastaiWeights weights = FastaiWeights.read(fixture("stream/lstm.pth"), fixture("stream/itos.pkl"));
        assertThat(weights.vocabulary().size()).isEqualTo(21);
        assertThat(weights.vocabulary().id("xxmaj")).isEqualTo(4);
        assertThat(weights.embedding()).isEqualTo(6);
        assertThat(weights.hidden()).isEqualTo(10);
        assertThat(weights.layers()).isEqualTo(3);
        assertThat(weights.tensors().stream().map(Tensor::name))
                .startsWith("encoder.weight", "rnns.0.weight_ih")
                .endsWith("decoder.bias");
    }

    @Test
    void prefersTheRawMatrixAndSumsTheBiases() throws Exception {
        Map<String, Tensor> state = TorchFile.read(fixture("stream/lstm.pth"));
        FastaiWeights weights = FastaiWeights.read(fixture("stream/lstm.pth"), fixture("stream/itos.pkl"));
        Tensor recurrent = named(weights, "rnns.1.weight_hh");
        assertThat(recurrent.values())
                .containsExactly(state.get("0.rnns.1.weight_hh_l0_raw").values());
        assertThat(recurrent.values())
                .isNotEqualTo(state.get("0.rnns.1.module.weight_hh_l0").values());
        float sum = state.get("0.rnns.1.module.bias_ih_l0").values()[3]
                + state.get("0.rnns.1.module.bias_hh_l0").values()[3];
        assertThat(named(weights, "rnns.1.bias").values()[3]).isEqualTo(sum);
    }

    private static Tensor named(FastaiWeights weights, String name) {
        return weights.tensors().stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void readsTheZipWithAnOptimiserInIt() throws Exception {
        FastaiWeights weights = FastaiWeights.read(fixture("zip/lstm.pth"), fixture("zip/itos.pkl"));
        assertThat(weights.vocabulary().size()).isEqualTo(32);
        assertThat(weights.hidden()).isEqualTo(9);
    }

    @Test
    void refusesWeightsAndWordsOfDifferentModels() {
        assertThatThrownBy(() -> FastaiWeights.read(fixture("zip/lstm.pth"), fixture("stream/itos.pkl")))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("21 words")
                .hasMessageContaining("[32, 5]");
    }

    @Test
    void refusesEveryTruncation() throws Exception {
        for (String name : new String[] {"stream/lstm.pth", "zip/lstm.pth"}) {
            byte[] bytes = Files.readAllBytes(fixture(name));
            Path cut = folder.resolve("cut.pth");
            for (int length = 0; length < bytes.length; length += 97) {
                Files.write(cut, Arrays.copyOf(bytes, length));
                assertThatThrownBy(() -> TorchFile.read(cut))
                        .as("%s cut to %s bytes", name, length)
                        .isInstanceOf(DamagedFileException.class);
            }
        }
    }

    @Test
    void neverFailsOtherwiseThanByRefusal() throws Exception {
        byte[] bytes = Files.readAllBytes(fixture("stream/lstm.pth"));
        Random random = new Random(11);
        Path altered = folder.resolve("altered.pth");
        for (int round = 0; round < 400; round++) {
            byte[] copy = bytes.clone();
            for (int i = 0; i < 3; i++) {
                copy[random.nextInt(1500)] = (byte) random.nextInt(256);
            }
            Files.write(altered, copy);
            try {
                TorchFile.read(altered);
            } catch (DamagedFileException expected) {
                assertThat(expected).hasMessageContaining("altered.pth");
            }
        }
    }

    @Test
    void refusesAPickleThatRunsAProgram() throws IOException {
        refuses("cos\nsystem\n(S'touch /tmp/owned'\ntR.", "os.system");
        refuses("c__builtin__\neval\n(S'1'\ntR.", "__builtin__.eval");
        refuses("\u0080\u0004\u008c\u0005posix\u008c\u0006system\u0093\u008c\u0004true\u0085R.", "posix.system");
        refuses("(S'touch'\nios\nsystem\n.", "0x69");
        refuses("(cos\nsystem\nS'touch'\no.", "os.system");
        refuses("\u0080\u0002\u0082\u0001.", "0x82");
        refuses("ctorch\nFloatStorage\n.", "torch.FloatStorage");
        // inside a list, inside a dictionary, behind a memo, by protocol 4's names, by copyreg, by an extension code
        refuses("(lp0\n(lp1\ncos\nsystem\n(S'x'\ntRaa.", "os.system");
        refuses("(dp0\nS'a'\ncsubprocess\nPopen\n(S'x'\ntRs.", "subprocess.Popen");
        refuses("]q\0h\0cbuiltins\ngetattr\nq\u0001h\u0001.", "builtins.getattr");
        refuses("\u0080\u0004\u008c\bbuiltins\u0094\u008c\u0004exec\u0094h\0h\u0001\u0093.", "builtins.exec");
        refuses("ccopyreg\n_reconstructor\n.", "copyreg._reconstructor");
        refuses("\u0080\u0002\u0083\u0001\0.", "0x83");
        refuses("\u0080\u0002\u0084\u0001\0\0\0.", "0x84");
        // names that look like allowed ones
        refuses("ctorch._utils\n_rebuild_tensor_v2\n.", "torch._utils._rebuild_tensor_v2");
        refuses("ccollections\nOrderedDict.__init__\n.", "collections.OrderedDict.__init__");
        // numpy's arrays, buffers and sets, which no vocabulary needs
        refuses("cnumpy.core.multiarray\n_reconstruct\n.", "numpy.core.multiarray._reconstruct");
        refuses("\u0080\u0005\u0096\u0001\0\0\0\0\0\0\0x.", "0x96");
        refuses("\u0080\u0004\u008f.", "0x8f");
    }

    @Test
    void refusesToCallOrFillWhatIsNoName() throws IOException {
        refuses("S'os.system'\n(S'x'\ntR.", "calls something that is no name");
        refuses("(lp0\n(S'x'\ntR.", "calls something that is no name");
        // __setstate__ of a list and of a string
        refuses("(lp0\n(dS'a'\nS'b'\nsb.", "attributes of something that is no dictionary");
        refuses("S'x'\n(db.", "attributes of something that is no dictionary");
        refuses("h\u0005.", "recalls number 5");
        refuses("g99\n.", "recalls number 99");
        refuses("l.", "a mark is missing");
        refuses("(.", "the stack is empty");
        refuses("S'0'\nQ.", "no persistent ids");
        refuses("(S'a'\nd.", "a key has no value");
        refuses("((lS'x'\nd.", "neither a string nor a number");
    }

    @Test
    void aListThatHoldsItselfAndOneOfAMillionLevelsAreRefusedLikeAnyOther() throws IOException {
        refuses("]q\0h\0a.", "is no list of words");
        refuses("]".repeat(1_000_000) + "a".repeat(999_999) + ".", "is no list of words");
        refuses("(".repeat(1_000_000) + "t.", "is no list of words");
    }

    /** A list of a thousand pairs, made into a dictionary a hundred thousand times: a file of half a megabyte. */
    @Test
    void refusesToMakeTheSameDictionaryAgainAndAgain() throws IOException {
        StringBuilder pickle = new StringBuilder("(");
        for (int i = 0; i < 1000; i++) {
            pickle.append("(S'k").append(i).append("'\nK\0t");
        }
        pickle.append("lq\0(");
        pickle.append("ccollections\nOrderedDict\n(h\0tR".repeat(10_000)).append("t.");
        Path file = folder.resolve("again.pth");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("a/data.pkl"));
            zip.write(pickle.toString().getBytes(StandardCharsets.ISO_8859_1));
            zip.closeEntry();
        }
        assertThatThrownBy(() -> TorchFile.read(file))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("more than 100000 entries");
    }

    /** Forty megabytes of zeros take forty kilobytes in a zip archive, and a thousand names could each have a copy. */
    @Test
    void refusesAnArchiveThatGrowsAThousandfold() throws IOException {
        Path file = folder.resolve("bomb.pth");
        int values = 10_000_000;
        String pickle = "}S'w'\nctorch._utils\n_rebuild_tensor_v2\n((S'storage'\nctorch\nFloatStorage\nS'0'\nS'cpu'\nI"
                + values + "\ntQK\0(I" + values + "\nt(K\u0001t\u0089}tRs.";
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("a/data.pkl"));
            zip.write(pickle.getBytes(StandardCharsets.ISO_8859_1));
            zip.putNextEntry(new ZipEntry("a/data/0"));
            zip.write(new byte[4 * values]);
            zip.closeEntry();
        }
        assertThatThrownBy(() -> TorchFile.read(file))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("announces 10000000 values");
    }

    private void refuses(String pickle, String reason) throws IOException {
        Path words = folder.resolve("itos.pkl");
        Files.write(words, pickle.getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> FastaiWeights.read(folder.resolve("none"), words))
                .as(pickle)
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("itos.pkl")
                .hasMessageContaining(reason);
    }

    @Test
    void refusesProgramsInsideTheZipAndTheStream() throws IOException {
        Path file = folder.resolve("evil.pth");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            zip.write("ccollections\nOrderedDict\n)R(X\u0001\0\0\0acbuiltins\nexec\n(S'x'\ntRu."
                    .getBytes(StandardCharsets.ISO_8859_1));
            zip.closeEntry();
        }
        assertThatThrownBy(() -> TorchFile.read(file)).hasMessageContaining("builtins.exec");

        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.write("\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.\u0080\u0002M\u00e9\u0003.}."
                .getBytes(StandardCharsets.ISO_8859_1));
        stream.write("ctorch\nload\n(S'x'\ntR.".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(file, stream.toByteArray());
        assertThatThrownBy(() -> TorchFile.read(file)).hasMessageContaining("torch.load");
    }

    @Test
    void refusesLengthsThatLie() throws IOException {
        ByteBuffer huge = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
        huge.put((byte) 0x8d).putLong(Long.MAX_VALUE);
        Path words = folder.resolve("itos.pkl");
        Files.write(words, huge.array());
        assertThatThrownBy(() -> FastaiWeights.read(folder.resolve("none"), words))
                .hasMessageContaining("ends in the middle");
        String most = "\u00ff\u00ff\u00ff\u007f";
        refuses("X" + most + "a.", "ends in the middle");
        refuses("X\u00ff\u00ff\u00ff\u00ffa.", "ends in the middle");
        refuses("\u0095" + most + most + ".", "ends in the middle");
        refuses("\u008b" + most + ".", "an integer of 2147483647 bytes");
        refuses("\u008b\u00ff\u00ff\u00ff\u00ff.", "an integer of -1 bytes");
        refuses("I" + "9".repeat(1_000_000) + "\n.", "an integer of 1000000 digits");
        refuses("L" + "9".repeat(1_000_000) + "L\n.", "an integer of 1000000 digits");
        refuses("\u0080\u0063.", "protocol 99");
    }

    @Test
    void refusesATensorThatReachesBeyondItsStorage() throws IOException {
        Path file = folder.resolve("wide.pth");
        String tensor = "ctorch._utils\n"
                + "_rebuild_tensor_v2\n"
                + "((S'storage'\n"
                + "ctorch\n"
                + "FloatStorage\n"
                + "S'0'\n"
                + "S'cpu'\n"
                + "K\u0002tQK\0(K\u0004t(%st\u0089}tR";
        for (String stride : new String[] {"K\u0001", "K\0"}) {
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
                zip.putNextEntry(new ZipEntry("a/data.pkl"));
                zip.write(("}S'w'\n" + tensor.replace("%s", stride) + "s.").getBytes(StandardCharsets.ISO_8859_1));
                zip.putNextEntry(new ZipEntry("a/data/0"));
                zip.write(new byte[8]);
                zip.closeEntry();
            }
            assertThatThrownBy(() -> TorchFile.read(file)).hasMessageContaining("reaches beyond its 2 values");
        }
    }
}
