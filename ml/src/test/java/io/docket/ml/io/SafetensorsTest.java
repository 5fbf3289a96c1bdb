package io.docket.ml.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SafetensorsTest {
    @TempDir
    private Path folder;

    private static Tensor random(String name, int rows, int columns) {
        Random random = new Random(rows * 31L + columns);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Tensor(name, new int[] {rows, columns}, values);
    }

    @Test
    void readsBackWhatWasWrittenInSinglePrecision() throws IOException {
        Path file = folder.resolve("weights.safetensors");
        List<Tensor> tensors =
                List.of(random("b", 3, 5), random("a", 40, 1000), new Tensor("scalar", new int[0], new float[] {7}));
        SafetensorsWriter.write(file, tensors, TensorType.F32, Map.of("seed", "4"));
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThat(opened.names()).containsExactly("a", "b", "scalar");
            assertThat(opened.metadata()).containsEntry("seed", "4");
            for (Tensor tensor : tensors) {
                assertThat(opened.read(tensor.name())).isEqualTo(tensor);
            }
        }
    }

    @Test
    void readsAPartOfATensor() throws IOException {
        Path file = folder.resolve("weights.safetensors");
        Tensor tensor = random("a", 4, 6);
        SafetensorsWriter.write(file, List.of(tensor), TensorType.F32, Map.of());
        float[] row = new float[8];
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            opened.read("a", 12, row, 1, 6);
        }
        assertThat(Arrays.copyOfRange(row, 1, 7)).containsExactly(Arrays.copyOfRange(tensor.values(), 12, 18));
    }

    @Test
    void roundsToHalfPrecisionWithinItsError() throws IOException {
        for (TensorType type : new TensorType[] {TensorType.F16, TensorType.BF16}) {
            Path file = folder.resolve(type + ".safetensors");
            Tensor tensor = random("a", 50, 50);
            SafetensorsWriter.write(file, List.of(tensor), type, Map.of());
            float relative = type == TensorType.F16 ? 1f / 2048 : 1f / 256;
            try (SafetensorsFile opened = SafetensorsFile.open(file)) {
                float[] read = opened.read("a").values();
                for (int i = 0; i < read.length; i++) {
                    assertThat(read[i])
                            .isCloseTo(tensor.values()[i], within(relative * Math.abs(tensor.values()[i]) + 1e-7f));
                }
            }
        }
    }

    @Test
    void writesTheSameBytesInWhateverOrderTensorsCome() throws IOException {
        List<Tensor> tensors = List.of(random("a", 2, 3), random("b", 3, 2));
        SafetensorsWriter.write(folder.resolve("one"), tensors, TensorType.F32, Map.of());
        SafetensorsWriter.write(folder.resolve("two"), tensors.reversed(), TensorType.F32, Map.of());
        assertThat(folder.resolve("one")).hasSameBinaryContentAs(folder.resolve("two"));
    }

    @Test
    void refusesToStoreADivergedModel() {
        Tensor diverged = new Tensor("a", new int[] {1}, new float[] {Float.NaN});
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> SafetensorsWriter.write(folder.resolve("x"), List.of(diverged), TensorType.F32, Map.of()))
                .withMessageContaining("diverge");
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        Path whole = folder.resolve("whole");
        SafetensorsWriter.write(whole, List.of(random("a", 3, 4)), TensorType.F32, Map.of());
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = folder.resolve("cut");
        for (int length = 0; length < bytes.length; length++) {
            Files.write(cut, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> SafetensorsFile.open(cut))
                    .as("%s of %s bytes", length, bytes.length)
                    .isInstanceOf(DamagedFileException.class)
                    .hasMessageContaining("cut");
        }
    }

    @Test
    void refusesHeadersThatLie() throws IOException {
        refuses("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4, "needs 8 bytes");
        refuses("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8, "begins at 4 where 0");
        refuses("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}", 4, "needs 4 bytes");
        refuses("{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,9],\"data_offsets\":[0,4]}}", 4, "needs");
        refuses("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4, "size -1");
        refuses("{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}", 8, "'F64'");
        refuses("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4, "lacks");
        refuses("{\"a\":1,\"a\":2}", 4, "damaged header");
        refuses("[1,2]", 0, "no JSON object");
        refuses("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 5, "has 5");
    }

    private void refuses(String header, int dataBytes, String reason) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        Path file = folder.resolve("lying");
        Files.write(file, bytes.array());
        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void namesTheMissingTensor() throws IOException {
        Path file = folder.resolve("weights.safetensors");
        SafetensorsWriter.write(file, List.of(random("a", 1, 1)), TensorType.F32, Map.of());
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThatThrownBy(() -> opened.read("rnn")).hasMessageContaining("no tensor rnn");
        }
    }
}
