package io.docket.ml.io;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads the tensors of a PyTorch file: the zip archive of version 1.6 on, and the stream of pickles before it. The file is an
 * object tree in which a dictionary from name to tensor is found at the top or under {@code model}; all else in it (the state of
 * an optimiser) is skipped, but may not be anything that is not plain data or tensors. Stateless.
 */
final class TorchFile {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long STREAM_PROTOCOL = 1001;
    private static final long MAX_PICKLE_BYTES = 64L << 20;

    private TorchFile() {}

    /**
     * All tensors of the state dictionary, by name, in the order of the file.
     *
     * @throws DamagedFileException when the file is damaged, not PyTorch's, or holds what could run a program
     */
    static Map<String, Tensor> read(Path file) throws IOException {
        byte[] begin = new byte[2];
        if (Files.isDirectory(file)) {
            throw new DamagedFileException(file, "is a folder; name a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            if (in.readNBytes(begin, 0, 2) < 2) {
                throw new DamagedFileException(file, "is empty; copy it again");
            }
        }
        return begin[0] == 'P' && begin[1] == 'K' ? readZip(file) : readStream(file);
    }

    /** Bytes that may be made of a file: half precision doubles, and tied weights are named three times. */
    private static long mostBytes(Path file) throws IOException {
        return 8 * Files.size(file) + (1 << 20);
    }

    private static Map<String, Tensor> readZip(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry pickle = zip.stream()
                    .filter(entry -> entry.getName().equals("data.pkl")
                            || entry.getName().endsWith("/data.pkl"))
                    .findFirst()
                    .orElseThrow(() ->
                            new DamagedFileException(file, "is a zip archive without data.pkl, so not PyTorch's"));
            String prefix = pickle.getName().substring(0, pickle.getName().length() - "data.pkl".length());
            requireLittleEndian(file, zip, prefix);
            TorchConstructors constructors = new TorchConstructors();
            Object root = new PickleReader(
                            file, ByteBuffer.wrap(bytes(file, zip, pickle, MAX_PICKLE_BYTES)), constructors)
                    .read();
            Map<String, TorchConstructors.TensorView> views = stateDictionary(file, root);
            Map<String, ByteBuffer> storages = new HashMap<>();
            for (TorchConstructors.TensorView view : views.values()) {
                TorchConstructors.Storage storage = view.storage();
                if (!storages.containsKey(storage.key())) {
                    ZipEntry entry = zip.getEntry(prefix + "data/" + storage.key());
                    if (entry == null) {
                        throw new DamagedFileException(
                                file, "lacks the values of storage " + storage.key() + "; copy it again");
                    }
                    // PyTorch does not compress; what grows a thousandfold when unpacked is no model
                    if (storage.bytes(file) > mostBytes(file)) {
                        throw new DamagedFileException(
                                file, "storage " + storage.key() + " announces " + storage.elements() + " values");
                    }
                    byte[] values = bytes(file, zip, entry, storage.bytes(file));
                    if (values.length < storage.bytes(file)) {
                        throw new DamagedFileException(
                                file, "storage " + storage.key() + " is too short; copy it again");
                    }
                    storages.put(storage.key(), ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN));
                }
            }
            return tensors(file, views, storages);
        } catch (ZipException e) {
            throw new DamagedFileException(file, "is a damaged zip archive (" + e.getMessage() + "); copy it again", e);
        }
    }

    private static void requireLittleEndian(Path file, ZipFile zip, String prefix) throws IOException {
        ZipEntry order = zip.getEntry(prefix + "byteorder");
        if (order != null
                && !new String(bytes(file, zip, order, 16), StandardCharsets.UTF_8)
                        .strip()
                        .equals("little")) {
            throw new DamagedFileException(file, "was written on a big-endian machine; save it again on a common one");
        }
    }

    /** The entry's bytes; never more than {@code limit}, whatever its header says. */
    private static byte[] bytes(Path file, ZipFile zip, ZipEntry entry, long limit) throws IOException {
        if (entry.getSize() > limit) {
            throw new DamagedFileException(
                    file, entry.getName() + " has " + entry.getSize() + " bytes where at most " + limit + " are due");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readNBytes(Math.toIntExact(Math.min(limit, Integer.MAX_VALUE - 16)));
        }
    }

    private static Map<String, Tensor> readStream(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new DamagedFileException(
                        file, "has " + channel.size() + " bytes; files of this old form end at 2 GiB");
            }
            ByteBuffer in = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .order(ByteOrder.LITTLE_ENDIAN);
            Object magic = plain(file, in);
            Object protocol = plain(file, in);
            if (!MAGIC.equals(magic) || !Long.valueOf(STREAM_PROTOCOL).equals(protocol)) {
                throw new DamagedFileException(file, "is no PyTorch file: its magic number is another");
            }
            if (plain(file, in) instanceof Map<?, ?> system && Boolean.FALSE.equals(system.get("little_endian"))) {
                throw new DamagedFileException(
                        file, "was written on a big-endian machine; save it again on a common one");
            }
            TorchConstructors constructors = new TorchConstructors();
            Object root = new PickleReader(file, in, constructors).read();
            Object keys = plain(file, in);
            Map<String, ByteBuffer> storages = streamStorages(file, in, keys, constructors);
            return tensors(file, stateDictionary(file, root), storages);
        }
    }

    private static Object plain(Path file, ByteBuffer in) throws DamagedFileException {
        return new PickleReader(file, in, PickleReader.PLAIN_DATA).read();
    }

    private static Map<String, ByteBuffer> streamStorages(
            Path file, ByteBuffer in, Object keys, TorchConstructors constructors) throws DamagedFileException {
        if (!(keys instanceof List<?> list)) {
            throw new DamagedFileException(file, "lacks the list of its storages; copy it again");
        }
        Map<String, ByteBuffer> storages = new HashMap<>();
        for (Object key : list) {
            TorchConstructors.Storage storage = constructors.storages().get(key);
            if (storage == null) {
                throw new DamagedFileException(file, "lists a storage that nothing refers to; copy it again");
            }
            long bytes = storage.bytes(file);
            if (in.remaining() < 8 || in.getLong() != storage.elements() || in.remaining() < bytes) {
                throw new DamagedFileException(file, "ends within storage " + storage.key() + "; copy it again");
            }
            storages.put(storage.key(), in.slice(in.position(), (int) bytes).order(ByteOrder.LITTLE_ENDIAN));
            in.position(in.position() + (int) bytes);
        }
        return storages;
    }

    private static Map<String, TorchConstructors.TensorView> stateDictionary(Path file, Object root)
            throws DamagedFileException {
        if (!(root instanceof Map<?, ?> top)) {
            throw new DamagedFileException(file, "holds no state dictionary; save model.state_dict()");
        }
        Map<?, ?> state = top.get("model") instanceof Map<?, ?> model ? model : top;
        Map<String, TorchConstructors.TensorView> views = new LinkedHashMap<>();
        state.forEach((name, value) -> {
            if (name instanceof String text && value instanceof TorchConstructors.TensorView view) {
                views.put(text, view);
            }
        });
        if (views.isEmpty()) {
            throw new DamagedFileException(file, "holds no tensors at its top or under 'model'");
        }
        return views;
    }

    private static Map<String, Tensor> tensors(
            Path file, Map<String, TorchConstructors.TensorView> views, Map<String, ByteBuffer> storages)
            throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        long left = mostBytes(file);
        for (Map.Entry<String, TorchConstructors.TensorView> entry : views.entrySet()) {
            String name = entry.getKey();
            TorchConstructors.TensorView view = entry.getValue();
            ByteBuffer storage = storages.get(view.storage().key());
            if (storage == null) {
                throw new DamagedFileException(file, "lacks the values of tensor " + name + "; copy it again");
            }
            Tensor tensor = view.materialise(file, name, storage);
            left -= (long) tensor.values().length * Float.BYTES;
            if (left < 0) {
                throw new DamagedFileException(file, "names the same values too often, up to " + name);
            }
            tensors.put(name, tensor);
        }
        return tensors;
    }
}
