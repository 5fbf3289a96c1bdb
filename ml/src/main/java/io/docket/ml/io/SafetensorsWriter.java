package io.docket.ml.io;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes safetensors files. The same tensors give the same bytes, in whatever order they come. Stateless. */
public final class SafetensorsWriter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHUNK = 1 << 15;

    private SafetensorsWriter() {}

    /**
     * Writes all tensors with one number format; an existing file is replaced.
     *
     * @param metadata free text for the header
     * @throws IllegalArgumentException when a name occurs twice, or a value is not finite or overflows half precision
     */
    public static void write(Path file, List<Tensor> tensors, TensorType type, Map<String, String> metadata)
            throws IOException {
        List<Tensor> sorted =
                tensors.stream().sorted(Comparator.comparing(Tensor::name)).toList();
        byte[] header = header(sorted, type, metadata);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            ByteBuffer length =
                    ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length);
            out.write(length.array());
            out.write(header);
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
            for (Tensor tensor : sorted) {
                writeValues(tensor, type, chunk, out);
            }
        }
    }

    private static void writeValues(Tensor tensor, TensorType type, ByteBuffer chunk, OutputStream out)
            throws IOException {
        float[] values = tensor.values();
        for (int from = 0; from < values.length; from += CHUNK) {
            chunk.clear();
            int to = Math.min(values.length, from + CHUNK);
            for (int i = from; i < to; i++) {
                if (!Float.isFinite(values[i]) || type == TensorType.F16 && Math.abs(values[i]) > 65_504f) {
                    throw new IllegalArgumentException("value " + values[i] + " at " + i + " of tensor " + tensor.name()
                            + " cannot be stored as " + type + "; did the training diverge?");
                }
                type.write(chunk, values[i]);
            }
            out.write(chunk.array(), 0, chunk.position());
        }
    }

    private static byte[] header(List<Tensor> sorted, TensorType type, Map<String, String> metadata)
            throws IOException {
        ObjectNode header = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode free = header.putObject("__metadata__");
            new TreeMap<>(metadata).forEach(free::put);
        }
        long offset = 0;
        for (Tensor tensor : sorted) {
            if (header.has(tensor.name())) {
                throw new IllegalArgumentException("two tensors are named " + tensor.name());
            }
            long end = offset + (long) tensor.values().length * type.bytes();
            ObjectNode entry = header.putObject(tensor.name());
            entry.put("dtype", type.name());
            ArrayNode shape = entry.putArray("shape");
            for (int size : tensor.shape()) {
                shape.add(size);
            }
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = JSON.writeValueAsBytes(header);
        int padded = (json.length + 7) / 8 * 8; // so that the numbers are aligned; the format allows trailing spaces
        byte[] bytes = new byte[padded];
        Arrays.fill(bytes, (byte) ' ');
        System.arraycopy(json, 0, bytes, 0, json.length);
        return bytes;
    }
}
