package io.docket.ingest.worker;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Writes the fields of a frame one after another. */
final class FieldWriter {
    private final DataOutputStream out;

    FieldWriter(DataOutputStream out) {
        this.out = out;
    }

    void number(long value) throws IOException {
        out.writeLong(value);
    }

    void flag(boolean value) throws IOException {
        out.writeBoolean(value);
    }

    void text(String value) throws IOException {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    void constant(Enum<?> value) throws IOException {
        text(value.name());
    }

    void texts(Collection<String> values) throws IOException {
        out.writeInt(values.size());
        for (String value : values) {
            text(value);
        }
    }

    void optionalText(Optional<String> value) throws IOException {
        flag(value.isPresent());
        if (value.isPresent()) {
            text(value.get());
        }
    }

    void optionalInstant(Optional<Instant> value) throws IOException {
        flag(value.isPresent());
        if (value.isPresent()) {
            number(value.get().toEpochMilli());
        }
    }
}
