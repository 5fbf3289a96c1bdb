package io.docket.ml.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A safetensors file, mapped into memory: opening reads the header only, and each tensor is read from where it lies. The format is
 * an 8-byte little-endian length, a JSON header of that length (name → type, shape, byte range, and free {@code __metadata__}),
 * then the numbers. It holds no code. Every range in the header is checked against the file before any is read.
 *
 * <p>Thread-safe until {@link #close}; after it every read throws {@link IllegalStateException}.
 */
public final class SafetensorsFile implements AutoCloseable {
    private static final int CHUNK_BYTES = 1 << 20;

    private final Path file;
    private final Arena arena;
    private final MemorySegment data;
    private final SafetensorsHeader header;

    private SafetensorsFile(Path file, Arena arena, MemorySegment data, SafetensorsHeader header) {
        this.file = file;
        this.arena = arena;
        this.data = data;
        this.header = header;
    }

    /**
     * Opens a file.
     *
     * @throws DamagedFileException when it is truncated or not of this format
     */
    public static SafetensorsFile open(Path file) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            SafetensorsHeader header = SafetensorsHeader.read(file, all);
            return new SafetensorsFile(file, arena, all.asSlice(header.dataStart()), header);
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /** The names of the tensors, sorted. */
    public Set<String> names() {
        return header.entries().keySet();
    }

    /** Free text that the writer left. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /** Whether the file holds a tensor of this name. */
    public boolean contains(String name) {
        return header.entries().containsKey(name);
    }

    /** The sizes of a tensor's dimensions. */
    public int[] shape(String name) throws DamagedFileException {
        return entry(name).shape().clone();
    }

    /** How a tensor's numbers are stored. */
    public TensorType type(String name) throws DamagedFileException {
        return entry(name).type();
    }

    /**
     * A copy of a tensor in 32 bits.
     *
     * @throws DamagedFileException when there is none of this name, or it exceeds what one array holds
     */
    public Tensor read(String name) throws DamagedFileException {
        SafetensorsHeader.Entry entry = entry(name);
        long count = entry.bytes() / entry.type().bytes();
        if (count > Integer.MAX_VALUE - 16) {
            throw new DamagedFileException(
                    file, "tensor " + name + " has " + count + " values, more than this program reads");
        }
        float[] values = new float[(int) count];
        read(name, 0, values, 0, values.length);
        return new Tensor(name, entry.shape(), values);
    }

    /** Copies {@code count} values of a tensor, beginning with value {@code from}, in 32 bits. */
    public void read(String name, long from, float[] target, int targetFrom, int count) throws DamagedFileException {
        SafetensorsHeader.Entry entry = entry(name);
        TensorType type = entry.type();
        Objects.checkFromIndexSize(from, count, entry.bytes() / type.bytes());
        Objects.checkFromIndexSize(targetFrom, count, target.length);
        int done = 0;
        while (done < count) {
            int values = Math.min(count - done, CHUNK_BYTES / type.bytes());
            long begin = entry.begin() + (from + done) * type.bytes();
            ByteBuffer bytes = data.asSlice(begin, (long) values * type.bytes())
                    .asByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < values; i++) {
                target[targetFrom + done + i] = type.read(bytes);
            }
            done += values;
        }
    }

    private SafetensorsHeader.Entry entry(String name) throws DamagedFileException {
        SafetensorsHeader.Entry entry = header.entries().get(name);
        if (entry == null) {
            throw new DamagedFileException(
                    file,
                    "there is no tensor " + name
                            + "; the file is of another kind of model or was written by another version");
        }
        return entry;
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
