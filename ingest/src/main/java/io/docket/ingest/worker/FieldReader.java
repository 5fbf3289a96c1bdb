package io.docket.ingest.worker;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the fields of a frame in the order in which they were written. */
final class FieldReader {
    private final DataInputStream in;

    FieldReader(DataInputStream in) {
        this.in = in;
    }

    long number() throws IOException {
        return in.readLong();
    }

    boolean flag() throws IOException {
        return in.readBoolean();
    }

    String text() throws IOException {
        int length = count();
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    Path path() throws IOException {
        return Path.of(text());
    }

    <E extends Enum<E>> E constant(Class<E> type) throws IOException {
        String name = text();
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException unknown) {
            throw new IOException("unknown " + type.getSimpleName() + " in a frame: " + name, unknown);
        }
    }

    List<String> texts() throws IOException {
        int size = count();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(text());
        }
        return values;
    }

    Optional<String> optionalText() throws IOException {
        return flag() ? Optional.of(text()) : Optional.empty();
    }

    Optional<Instant> optionalInstant() throws IOException {
        return flag() ? Optional.of(Instant.ofEpochMilli(number())) : Optional.empty();
    }

    /** A length that cannot exceed the frame, so that a forged one allocates nothing large. */
    int count() throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a field claims " + length + " units; the frame has " + in.available() + " bytes");
        }
        return length;
    }
}
