package io.docket.ml.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The checked header of a safetensors file.
 *
 * @param dataStart where the numbers begin in the file
 * @param entries the tensors by name, sorted
 * @param metadata free text
 */
record SafetensorsHeader(long dataStart, SortedMap<String, Entry> entries, Map<String, String> metadata) {
    /** The reference implementation's limit. */
    private static final long MAX_HEADER_BYTES = 100_000_000;

    private static final String METADATA = "__metadata__";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final ValueLayout.OfLong LENGTH = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /**
     * Where a tensor lies.
     *
     * @param begin first byte, from the start of the numbers
     * @param end byte behind the last one
     */
    record Entry(TensorType type, int[] shape, long begin, long end) {
        long bytes() {
            return end - begin;
        }
    }

    static SafetensorsHeader read(Path file, MemorySegment all) throws IOException {
        if (all.byteSize() < 8) {
            throw new DamagedFileException(
                    file, "has " + all.byteSize() + " bytes, too few for safetensors; copy it again");
        }
        long length = all.get(LENGTH, 0);
        if (length < 2 || length > MAX_HEADER_BYTES || length > all.byteSize() - 8) {
            throw new DamagedFileException(
                    file,
                    "is truncated or no safetensors file: it announces a header of " + Long.toUnsignedString(length)
                            + " bytes and has " + all.byteSize() + " in all; copy it again");
        }
        JsonNode json;
        try {
            json = JSON.readTree(all.asSlice(8, length).toArray(ValueLayout.JAVA_BYTE));
        } catch (JsonProcessingException e) {
            throw new DamagedFileException(
                    file, "has a damaged header (" + e.getOriginalMessage() + "); copy it again", e);
        }
        if (json == null || !json.isObject()) {
            throw new DamagedFileException(file, "has a header that is no JSON object; it is no safetensors file");
        }
        TreeMap<String, Entry> entries = new TreeMap<>();
        TreeMap<String, String> metadata = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (field.getKey().equals(METADATA)) {
                field.getValue()
                        .properties()
                        .forEach(text ->
                                metadata.put(text.getKey(), text.getValue().asText()));
            } else {
                entries.put(field.getKey(), entry(file, field.getKey(), field.getValue()));
            }
        }
        checkRanges(file, entries, all.byteSize() - 8 - length);
        return new SafetensorsHeader(
                8 + length, Collections.unmodifiableSortedMap(entries), Collections.unmodifiableMap(metadata));
    }

    private static Entry entry(Path file, String name, JsonNode json) throws DamagedFileException {
        String typeName = json.path("dtype").asText();
        TensorType type = TensorType.named(typeName)
                .orElseThrow(() -> new DamagedFileException(
                        file,
                        "tensor " + name + " is of type '" + typeName + "'; this program reads F32, F16 and BF16"));
        JsonNode sizes = json.path("shape");
        JsonNode range = json.path("data_offsets");
        if (!sizes.isArray()
                || range.size() != 2
                || !range.get(0).canConvertToLong()
                || !range.get(1).canConvertToLong()) {
            throw new DamagedFileException(
                    file, "tensor " + name + " lacks its shape or its place; copy the file again");
        }
        int[] shape = new int[sizes.size()];
        long bytes = type.bytes();
        for (int i = 0; i < shape.length; i++) {
            JsonNode size = sizes.get(i);
            if (!size.canConvertToInt() || !size.isIntegralNumber() || size.asInt() < 0) {
                throw new DamagedFileException(
                        file, "tensor " + name + " has the size " + size + "; copy the file again");
            }
            shape[i] = size.asInt();
            bytes = shape[i] == 0 || bytes <= Long.MAX_VALUE / shape[i] ? bytes * shape[i] : Long.MAX_VALUE;
        }
        long begin = range.get(0).asLong();
        long end = range.get(1).asLong();
        if (begin < 0 || end < begin || end - begin != bytes) {
            throw new DamagedFileException(
                    file, "tensor " + name + " needs " + bytes + " bytes and is given [" + begin + ", " + end + ")");
        }
        return new Entry(type, shape, begin, end);
    }

    /** The tensors must cover the data without holes or overlaps, so that nothing hides in the file and nothing is cut off. */
    private static void checkRanges(Path file, SortedMap<String, Entry> entries, long dataBytes)
            throws DamagedFileException {
        List<Map.Entry<String, Entry>> inOrder = entries.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Entry> entry) ->
                                entry.getValue().begin())
                        .thenComparingLong(entry -> entry.getValue().end()))
                .toList();
        long covered = 0;
        for (Map.Entry<String, Entry> entry : inOrder) {
            if (entry.getValue().begin() != covered) {
                throw new DamagedFileException(
                        file,
                        "tensor " + entry.getKey() + " begins at "
                                + entry.getValue().begin() + " where " + covered + " was due; the header is damaged");
            }
            covered = entry.getValue().end();
        }
        if (covered != dataBytes) {
            throw new DamagedFileException(
                    file, "announces " + covered + " bytes of numbers and has " + dataBytes + "; copy it again");
        }
    }
}
