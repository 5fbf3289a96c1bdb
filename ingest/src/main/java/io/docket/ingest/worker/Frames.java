package io.docket.ingest.worker;

import io.docket.ingest.EmbeddedKind;
import io.docket.ingest.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads and writes the frames between a supervisor and its worker: a four-byte length, a type byte, the fields. Both
 * ends are the same version of this class, so the form carries no version. A frame longer than
 * {@value #LONGEST_FRAME} bytes is refused: a worker that was taken over must not exhaust the supervisor.
 */
public final class Frames {
    static final int LONGEST_FRAME = 16 * 1024 * 1024;

    private static final byte TASK = 0;
    private static final byte READY = 1;
    private static final byte PROGRESS = 2;
    private static final byte CHILD = 3;
    private static final byte PARSED = 4;
    private static final byte MACHINE_FAULT = 5;
    private static final byte PICTURE_TASK = 6;
    private static final byte PICTURED = 7;

    private Frames() {}

    /** Sends a task. */
    public static void write(OutputStream out, WorkerTask task) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        FieldWriter fields = new FieldWriter(new DataOutputStream(body));
        switch (task) {
            case ParseTask parse -> write(fields, parse);
            case PictureTask picture -> {
                fields.number(PICTURE_TASK);
                fields.text(picture.file().toString());
                fields.flag(picture.pdf());
                fields.texts(picture.passwords());
                fields.text(picture.directory().toString());
                fields.number(picture.firstPage());
                fields.number(picture.pages());
                fields.number(picture.dotsPerInch());
            }
        }
        send(out, body);
    }

    private static void write(FieldWriter fields, ParseTask task) throws IOException {
        fields.number(TASK);
        fields.text(task.file().toString());
        fields.text(task.name());
        fields.optionalText(task.mediaTypeHint());
        fields.text(task.knownSha256());
        fields.texts(task.passwords());
        fields.text(task.text().toString());
        fields.text(task.structure().toString());
        fields.optionalText(task.page().map(Path::toString));
        fields.text(task.childDirectory().toString());
        fields.number(task.characters());
        fields.flag(task.unpack());
        fields.number(task.children());
        fields.number(task.childBytes());
    }

    /** Receives the next task; empty when the supervisor closed the connection. */
    public static Optional<WorkerTask> readTask(InputStream in) throws IOException {
        Optional<FieldReader> frame = receive(in);
        if (frame.isEmpty()) {
            return Optional.empty();
        }
        FieldReader fields = frame.get();
        byte type = (byte) fields.number();
        return Optional.of(
                switch (type) {
                    case TASK -> parseTask(fields);
                    case PICTURE_TASK ->
                        new PictureTask(
                                fields.path(),
                                fields.flag(),
                                fields.texts(),
                                fields.path(),
                                Math.toIntExact(fields.number()),
                                Math.toIntExact(fields.number()),
                                Math.toIntExact(fields.number()));
                    default -> throw new IOException("unknown frame type " + type);
                });
    }

    private static ParseTask parseTask(FieldReader fields) throws IOException {
        return new ParseTask(
                fields.path(),
                fields.text(),
                fields.optionalText(),
                fields.text(),
                fields.texts(),
                fields.path(),
                fields.path(),
                fields.optionalText().map(Path::of),
                fields.path(),
                fields.number(),
                fields.flag(),
                Math.toIntExact(fields.number()),
                fields.number());
    }

    /** Sends a message. */
    public static void write(OutputStream out, WorkerMessage message) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        FieldWriter fields = new FieldWriter(new DataOutputStream(body));
        switch (message) {
            case WorkerMessage.Ready() -> fields.number(READY);
            case WorkerMessage.Progress() -> fields.number(PROGRESS);
            case WorkerMessage.Child child -> {
                fields.number(CHILD);
                fields.number(child.ordinal());
                fields.text(child.name());
                fields.constant(child.kind());
                fields.optionalText(child.mediaTypeHint());
                fields.number(child.size());
                fields.text(child.sha256());
                fields.optionalText(child.unreadable().map(Enum::name));
                fields.text(child.reason());
            }
            case WorkerMessage.Parsed parsed -> {
                fields.number(PARSED);
                fields.constant(parsed.outcome());
                fields.text(parsed.reason());
                fields.text(parsed.mediaType());
                fields.number(parsed.size());
                fields.text(parsed.sha256());
                fields.number(parsed.characters());
                fields.flag(parsed.structured());
                MetadataFields.write(fields, parsed.metadata());
                fields.number(parsed.parserNanos());
                fields.number(parsed.workingNanos());
            }
            case WorkerMessage.Pictured pictured -> {
                fields.number(PICTURED);
                fields.constant(pictured.outcome());
                fields.text(pictured.reason());
                fields.number(pictured.pages());
            }
            case WorkerMessage.MachineFault fault -> {
                fields.number(MACHINE_FAULT);
                fields.text(fault.message());
            }
        }
        send(out, body);
    }

    /** Receives the next message; empty when the worker is gone. */
    public static Optional<WorkerMessage> readMessage(InputStream in) throws IOException {
        Optional<FieldReader> frame = receive(in);
        if (frame.isEmpty()) {
            return Optional.empty();
        }
        FieldReader fields = frame.get();
        byte type = (byte) fields.number();
        return Optional.of(
                switch (type) {
                    case READY -> new WorkerMessage.Ready();
                    case PROGRESS -> new WorkerMessage.Progress();
                    case CHILD ->
                        new WorkerMessage.Child(
                                Math.toIntExact(fields.number()),
                                fields.text(),
                                fields.constant(EmbeddedKind.class),
                                fields.optionalText(),
                                fields.number(),
                                fields.text(),
                                fields.optionalText().map(Outcome::valueOf),
                                fields.text());
                    case PARSED ->
                        new WorkerMessage.Parsed(
                                fields.constant(Outcome.class),
                                fields.text(),
                                fields.text(),
                                fields.number(),
                                fields.text(),
                                fields.number(),
                                fields.flag(),
                                MetadataFields.read(fields),
                                fields.number(),
                                fields.number());
                    case PICTURED ->
                        new WorkerMessage.Pictured(
                                fields.constant(Outcome.class), fields.text(), Math.toIntExact(fields.number()));
                    case MACHINE_FAULT -> new WorkerMessage.MachineFault(fields.text());
                    default -> throw new IOException("unknown frame type " + type);
                });
    }

    private static void send(OutputStream out, ByteArrayOutputStream body) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(body.size() + 4);
        new DataOutputStream(frame).writeInt(body.size());
        body.writeTo(frame);
        frame.writeTo(out);
        out.flush();
    }

    private static Optional<FieldReader> receive(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        int length;
        try {
            length = data.readInt();
        } catch (EOFException gone) {
            return Optional.empty();
        }
        if (length < 0 || length > LONGEST_FRAME) {
            throw new IOException("frame of " + length + " bytes; at most " + LONGEST_FRAME + " are accepted");
        }
        byte[] body = new byte[length];
        data.readFully(body);
        return Optional.of(new FieldReader(new DataInputStream(new ByteArrayInputStream(body))));
    }
}
