package io.docket.ml.io;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads Python pickles as data. A pickle is a program for a stack machine that can call any function by name; this reader runs the
 * part of the machine that builds numbers, strings, lists, tuples and dictionaries, and hands names and calls to a
 * {@link Constructors} that knows a handful. Anything else is refused with its name, and nothing is ever loaded or called by
 * reflection.
 *
 * <p>Time and memory are linear in the size of the input: each instruction consumes at least a byte and adds at most one value, and
 * announced lengths are checked against what is left. For one thread.
 */
final class PickleReader {

    /** The few names and calls that a kind of file needs. */
    interface Constructors {
        /** Names that may occur, as {@code module.name}. */
        Set<String> allowed();

        /**
         * Calls one of the allowed names.
         *
         * @throws IllegalArgumentException when the arguments do not fit
         */
        Object call(String name, List<Object> arguments);

        /** The value behind a persistent id, for example a storage of tensor values. */
        Object persistent(Object id);
    }

    /** Allows no name at all: for plain data such as a list of words. */
    static final Constructors PLAIN_DATA = new Constructors() {
        @Override
        public Set<String> allowed() {
            return Set.of();
        }

        @Override
        public Object call(String name, List<Object> arguments) {
            throw new IllegalArgumentException("plain data holds no calls");
        }

        @Override
        public Object persistent(Object id) {
            throw new IllegalArgumentException("plain data holds no persistent ids");
        }
    };

    /** The Python value None. */
    static final Object NONE = new Object() {
        @Override
        public String toString() {
            return "None";
        }
    };

    /** An allowed name, not yet called. */
    record Name(String qualified) {}

    private static final Object MARK = new Object();
    /** Longer integers than torch's magic number have no place in a model. */
    private static final int MAX_INTEGER_BYTES = 32;

    private final Path file;
    private final ByteBuffer in;
    private final Constructors constructors;
    private final List<Object> stack = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    /**
     * @param file for messages
     * @param in read from its position on; stands behind the pickle afterwards
     */
    PickleReader(Path file, ByteBuffer in, Constructors constructors) {
        this.file = file;
        this.in = in.order(ByteOrder.LITTLE_ENDIAN);
        this.constructors = constructors;
    }

    /**
     * Reads one pickle: integers as {@link Long} or {@link BigInteger}, None as {@link #NONE}, lists and tuples as {@link List},
     * dictionaries as {@link Map}.
     *
     * @throws DamagedFileException when it is damaged or holds what is not allowed
     */
    Object read() throws DamagedFileException {
        try {
            while (true) {
                int instruction = in.get() & 0xff;
                if (instruction == '.') {
                    return pop();
                }
                step(instruction);
            }
        } catch (BufferUnderflowException e) {
            throw new DamagedFileException(file, "ends in the middle of its pickle; copy it again", e);
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new DamagedFileException(
                    file, "is damaged at byte " + in.position() + " (" + e.getMessage() + ")", e);
        }
    }

    private void step(int instruction) throws DamagedFileException {
        switch (instruction) {
            case 0x80 -> protocol();
            case 0x95 -> length(in.getLong()); // frame: only a hint for buffering
            case '(' -> stack.add(MARK);
            case '0' -> pop();
            case '1' -> popToMark();
            case '2' -> stack.add(top());
            case 'N' -> stack.add(NONE);
            case 0x88 -> stack.add(Boolean.TRUE);
            case 0x89 -> stack.add(Boolean.FALSE);
            case 'I' -> stack.add(decimalOrBoolean(line()));
            case 'L' -> stack.add(integer(new BigInteger(checkedDigits(line().replace("L", "")))));
            case 'J' -> stack.add((long) in.getInt());
            case 'K' -> stack.add((long) (in.get() & 0xff));
            case 'M' -> stack.add((long) (in.getShort() & 0xffff));
            case 0x8a -> stack.add(longInteger(in.get() & 0xff));
            case 0x8b -> stack.add(longInteger(in.getInt()));
            case 'F' -> stack.add(Double.parseDouble(line()));
            case 'G' -> stack.add(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
            case 'V' -> stack.add(line());
            case 'S' -> stack.add(quoted(line()));
            case 'X', 'T' -> stack.add(text(in.getInt() & 0xffffffffL));
            case 0x8c, 'U' -> stack.add(text(in.get() & 0xff));
            case 0x8d -> stack.add(text(in.getLong()));
            case ']', ')' -> stack.add(new ArrayList<>());
            case '}' -> stack.add(new LinkedHashMap<>());
            case 'l', 't' -> stack.add(popToMark());
            case 'd' -> stack.add(put(new LinkedHashMap<>(), popToMark()));
            case 0x85 -> stack.add(tuple(1));
            case 0x86 -> stack.add(tuple(2));
            case 0x87 -> stack.add(tuple(3));
            case 'a' -> append(Collections.singletonList(pop()));
            case 'e' -> append(popToMark());
            case 's' -> put(2);
            case 'u' -> putToMark();
            case 'p' -> memo.put(Integer.parseInt(line()), top());
            case 'q' -> memo.put(in.get() & 0xff, top());
            case 'r' -> memo.put(in.getInt(), top());
            case 0x94 -> memo.put(memo.size(), top());
            case 'g' -> stack.add(recall(Integer.parseInt(line())));
            case 'h' -> stack.add(recall(in.get() & 0xff));
            case 'j' -> stack.add(recall(in.getInt()));
            case 'c' -> stack.add(name(line(), line()));
            case 0x93 -> {
                String simple = (String) pop();
                stack.add(name((String) pop(), simple));
            }
            case 'R', 0x81 -> {
                List<Object> arguments = list(pop());
                stack.add(call(pop(), arguments));
            }
            case 'b' -> build();
            case 'Q' -> stack.add(constructors.persistent(pop()));
            default ->
                throw new DamagedFileException(
                        file,
                        "holds the pickle instruction 0x" + Integer.toHexString(instruction)
                                + ", which no weights or vocabularies need; it is refused");
        }
    }

    private void protocol() throws DamagedFileException {
        int version = in.get() & 0xff;
        if (version > 5) {
            throw new DamagedFileException(file, "is a pickle of protocol " + version + "; this program reads up to 5");
        }
    }

    private Name name(String module, String simple) throws DamagedFileException {
        String qualified = module + "." + simple;
        if (!constructors.allowed().contains(qualified)) {
            throw new DamagedFileException(
                    file,
                    "wants to use " + printable(qualified) + ", which no weights or vocabularies need; it is refused"
                            + " because such a file could run programs. Ask its maker for safetensors or a plain state dictionary");
        }
        return new Name(qualified);
    }

    private Object call(Object function, List<Object> arguments) {
        if (!(function instanceof Name name)) {
            throw new IllegalArgumentException("calls something that is no name");
        }
        return constructors.call(name.qualified(), arguments);
    }

    /** Python stores attributes this way; torch puts its version numbers into one of a dictionary. Nothing here needs any. */
    private void build() {
        pop();
        if (!(top() instanceof Map)) {
            throw new IllegalArgumentException("sets attributes of something that is no dictionary");
        }
    }

    private void append(List<Object> values) {
        list(top()).addAll(values);
    }

    private void put(int count) {
        List<Object> pairs = new ArrayList<>(tuple(count));
        put(dictionary(top()), pairs);
    }

    private void putToMark() {
        List<Object> pairs = popToMark();
        put(dictionary(top()), pairs);
    }

    private static Map<Object, Object> put(Map<Object, Object> dictionary, List<Object> pairs) {
        if (pairs.size() % 2 != 0) {
            throw new IllegalArgumentException("a key has no value");
        }
        for (int i = 0; i < pairs.size(); i += 2) {
            if (!(pairs.get(i) instanceof String || pairs.get(i) instanceof Long)) {
                throw new IllegalArgumentException("a key is neither a string nor a number");
            }
            dictionary.put(pairs.get(i), pairs.get(i + 1));
        }
        return dictionary;
    }

    private List<Object> tuple(int size) {
        List<Object> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(pop());
        }
        Collections.reverse(values);
        return values;
    }

    private List<Object> popToMark() {
        int mark = stack.lastIndexOf(MARK);
        if (mark < 0) {
            throw new IllegalArgumentException("a mark is missing");
        }
        List<Object> values = new ArrayList<>(stack.subList(mark + 1, stack.size()));
        stack.subList(mark, stack.size()).clear();
        return values;
    }

    private Object pop() {
        Object value = top();
        stack.removeLast();
        return value;
    }

    private Object top() {
        if (stack.isEmpty() || stack.getLast() == MARK) {
            throw new IllegalArgumentException("the stack is empty");
        }
        return stack.getLast();
    }

    private Object recall(int index) {
        Object value = memo.get(index);
        if (value == null) {
            throw new IllegalArgumentException("recalls number " + index + ", which was never stored");
        }
        return value;
    }

    @SuppressWarnings("unchecked") // lists and dictionaries are only made here, of objects
    private static List<Object> list(Object value) {
        return (List<Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> dictionary(Object value) {
        return (Map<Object, Object>) value;
    }

    private static Object decimalOrBoolean(String digits) {
        return switch (digits) {
            case "00" -> Boolean.FALSE;
            case "01" -> Boolean.TRUE;
            default -> integer(new BigInteger(checkedDigits(digits)));
        };
    }

    private static String checkedDigits(String digits) {
        if (digits.length() > 3 * MAX_INTEGER_BYTES) {
            throw new IllegalArgumentException("an integer of " + digits.length() + " digits");
        }
        return digits;
    }

    private Object longInteger(int bytes) {
        if (bytes < 0 || bytes > MAX_INTEGER_BYTES) {
            throw new IllegalArgumentException("an integer of " + bytes + " bytes");
        }
        byte[] bigEndian = new byte[bytes];
        for (int i = bytes - 1; i >= 0; i--) {
            bigEndian[i] = in.get();
        }
        return bytes == 0 ? Long.valueOf(0) : integer(new BigInteger(bigEndian));
    }

    private static Object integer(BigInteger value) {
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private int length(long announced) {
        if (announced < 0 || announced > in.remaining()) {
            throw new BufferUnderflowException();
        }
        return (int) announced;
    }

    private String text(long bytes) {
        byte[] utf8 = new byte[length(bytes)];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private String line() {
        int start = in.position();
        while (in.get() != '\n') {
            // the end of the buffer throws
        }
        byte[] utf8 = new byte[in.position() - start - 1];
        in.get(start, utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static String quoted(String line) {
        if (line.length() < 2 || line.indexOf('\\') >= 0) {
            throw new IllegalArgumentException("a quoted string of an unknown form");
        }
        return line.substring(1, line.length() - 1);
    }

    private static String printable(String name) {
        String visible = name.replaceAll("[^\\p{Graph} ]", "?");
        return visible.length() > 80 ? visible.substring(0, 80) + "…" : visible;
    }
}
