package io.docket.ml.io;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a PyTorch pickle may name: ordered dictionaries, tensors, and the storages that hold their values. For one file. */
final class TorchConstructors implements PickleReader.Constructors {
    private static final String ORDERED_DICTIONARY = "collections.OrderedDict";
    private static final String TENSOR = "torch._utils._rebuild_tensor_v2";
    private static final String PARAMETER = "torch._utils._rebuild_parameter";
    private static final int MAX_DIMENSIONS = 8;
    /** A remembered list can be made into a dictionary again and again; no model has more entries than this in all. */
    private static final int MOST_ENTRIES = 100_000;

    /** The storages: name, bytes of an element, and how to read one as a float. */
    private enum StorageType {
        FLOAT("torch.FloatStorage", 4) {
            @Override
            float read(ByteBuffer values, int index) {
                return values.getFloat(index * 4);
            }
        },
        DOUBLE("torch.DoubleStorage", 8) {
            @Override
            float read(ByteBuffer values, int index) {
                return (float) values.getDouble(index * 8);
            }
        },
        HALF("torch.HalfStorage", 2) {
            @Override
            float read(ByteBuffer values, int index) {
                return Float.float16ToFloat(values.getShort(index * 2));
            }
        },
        BRAIN("torch.BFloat16Storage", 2) {
            @Override
            float read(ByteBuffer values, int index) {
                return Float.intBitsToFloat(values.getShort(index * 2) << 16);
            }
        },
        LONG("torch.LongStorage", 8) {
            @Override
            float read(ByteBuffer values, int index) {
                return values.getLong(index * 8);
            }
        },
        INT("torch.IntStorage", 4) {
            @Override
            float read(ByteBuffer values, int index) {
                return values.getInt(index * 4);
            }
        };

        private final String name;
        private final int bytes;

        StorageType(String name, int bytes) {
            this.name = name;
            this.bytes = bytes;
        }

        abstract float read(ByteBuffer values, int index);
    }

    private static final Set<String> ALLOWED = Stream.concat(
                    Stream.of(ORDERED_DICTIONARY, TENSOR, PARAMETER),
                    Arrays.stream(StorageType.values()).map(type -> type.name))
            .collect(Collectors.toUnmodifiableSet());

    private final Map<String, Storage> storages = new HashMap<>();
    private long entries;

    /** Values that tensors look into. */
    record Storage(StorageType type, String key, long elements) {

        long bytes(Path file) throws DamagedFileException {
            if (elements < 0 || elements > Integer.MAX_VALUE / type.bytes) {
                throw new DamagedFileException(file, "storage " + key + " announces " + elements + " values");
            }
            return elements * type.bytes;
        }
    }

    /** A tensor: a window into a storage. */
    record TensorView(Storage storage, long offset, int[] shape, long[] strides) {

        /** Copies the values, in row-major order. */
        Tensor materialise(Path file, String name, ByteBuffer values) throws DamagedFileException {
            long count = 1;
            long last = offset;
            for (int i = 0; i < shape.length; i++) {
                count = shape[i] == 0 || count <= Integer.MAX_VALUE / shape[i] ? count * shape[i] : Integer.MAX_VALUE;
                last += Math.max(0, shape[i] - 1) * strides[i];
            }
            // A stride of 0 would let a few bytes pose as a huge tensor; weights never have one.
            if (count > storage.elements || count > 0 && last >= storage.elements) {
                throw new DamagedFileException(
                        file,
                        "tensor " + name + " of shape " + Arrays.toString(shape) + " reaches beyond its "
                                + storage.elements + " values");
            }
            float[] result = new float[(int) count];
            int[] index = new int[shape.length];
            for (int i = 0; i < result.length; i++) {
                long position = offset;
                for (int dimension = 0; dimension < shape.length; dimension++) {
                    position += index[dimension] * strides[dimension];
                }
                result[i] = storage.type.read(values, (int) position);
                for (int dimension = shape.length - 1; dimension >= 0; dimension--) {
                    if (++index[dimension] < shape[dimension]) {
                        break;
                    }
                    index[dimension] = 0;
                }
            }
            return new Tensor(name, shape, result);
        }
    }

    /** The storages that were named so far, by key. */
    Map<String, Storage> storages() {
        return storages;
    }

    @Override
    public Set<String> allowed() {
        return ALLOWED;
    }

    @Override
    public Object call(String name, List<Object> arguments) {
        return switch (name) {
            case ORDERED_DICTIONARY -> dictionary(arguments);
            case TENSOR -> tensor(arguments);
            case PARAMETER -> view(arguments, 0);
            default -> throw new IllegalArgumentException(name + " is not to be called");
        };
    }

    private Map<Object, Object> dictionary(List<Object> arguments) {
        Map<Object, Object> dictionary = new LinkedHashMap<>();
        if (!arguments.isEmpty()) {
            entries += ((List<?>) arguments.getFirst()).size();
            if (entries > MOST_ENTRIES) {
                throw new IllegalArgumentException("more than " + MOST_ENTRIES + " entries of dictionaries");
            }
            for (Object pair : (List<?>) arguments.getFirst()) {
                List<?> entry = (List<?>) pair;
                if (entry.size() != 2 || !(entry.getFirst() instanceof String)) {
                    throw new IllegalArgumentException("a dictionary is made of something that is no pair");
                }
                dictionary.put(entry.getFirst(), entry.getLast());
            }
        }
        return dictionary;
    }

    private static TensorView view(List<Object> arguments, int index) {
        if (arguments.size() > index && arguments.get(index) instanceof TensorView view) {
            return view;
        }
        throw new IllegalArgumentException("a parameter is made of something that is no tensor");
    }

    private static TensorView tensor(List<Object> arguments) {
        if (arguments.size() < 4 || !(arguments.getFirst() instanceof Storage storage)) {
            throw new IllegalArgumentException("a tensor lacks its storage, place, shape or strides");
        }
        long offset = number(arguments.get(1), Long.MAX_VALUE);
        List<?> sizes = (List<?>) arguments.get(2);
        List<?> steps = (List<?>) arguments.get(3);
        if (sizes.size() != steps.size() || sizes.size() > MAX_DIMENSIONS) {
            throw new IllegalArgumentException(
                    "a tensor has " + sizes.size() + " sizes and " + steps.size() + " strides");
        }
        int[] shape = new int[sizes.size()];
        long[] strides = new long[sizes.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = (int) number(sizes.get(i), Integer.MAX_VALUE);
            strides[i] = number(steps.get(i), Integer.MAX_VALUE);
        }
        return new TensorView(storage, Math.min(offset, Integer.MAX_VALUE), shape, strides);
    }

    private static long number(Object value, long max) {
        if (value instanceof Long number && number >= 0 && number <= max) {
            return number;
        }
        throw new IllegalArgumentException("a size, stride or offset is no small number");
    }

    /** ("storage", type, key, device, number of elements[, view]). */
    @Override
    public Object persistent(Object id) {
        List<?> parts = (List<?>) id;
        if (parts.size() < 5
                || !"storage".equals(parts.get(0))
                || !(parts.get(1) instanceof PickleReader.Name type)
                || !(parts.get(2) instanceof String key)) {
            throw new IllegalArgumentException("a persistent id is no storage");
        }
        if (parts.size() > 5 && parts.get(5) != PickleReader.NONE) {
            throw new IllegalArgumentException(
                    "a storage is a view of another; save the state dictionary again with a newer PyTorch");
        }
        Storage storage = new Storage(type(type.qualified()), key, number(parts.get(4), Long.MAX_VALUE));
        Storage known = storages.putIfAbsent(key, storage);
        if (known != null && !known.equals(storage)) {
            throw new IllegalArgumentException("storage " + key + " is described in two ways");
        }
        return storage;
    }

    private static StorageType type(String name) {
        return Arrays.stream(StorageType.values())
                .filter(type -> type.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " is no storage type"));
    }
}
