package io.docket.index;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.util.BytesRef;

/**
 * Where a page ended, as text for addresses: the state of the index it was made on, the order, and the sort values of the
 * last hit. Holds no permission: each page is searched with the access of its own request.
 *
 * @param searcher token of the index state; used while that state is kept, otherwise the newest is searched
 * @param last sort values of the last hit
 */
record Cursor(long searcher, FieldDoc last) {

    private static final int VERSION = 1;
    private static final byte LONG = 1;
    private static final byte FLOAT = 2;
    private static final byte BYTES = 3;
    private static final byte MISSING = 4;
    private static final int LONGEST = 16_384;

    String encode(SortOrder order) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(name(order));
            out.writeLong(searcher);
            out.writeByte(last.fields.length);
            for (Object value : last.fields) {
                write(out, value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    private static void write(DataOutputStream out, Object value) throws IOException {
        switch (value) {
            case null -> out.writeByte(MISSING);
            case Long number -> {
                out.writeByte(LONG);
                out.writeLong(number);
            }
            case Float number -> {
                out.writeByte(FLOAT);
                out.writeFloat(number);
            }
            case BytesRef text -> {
                out.writeByte(BYTES);
                out.writeShort(text.length);
                out.write(text.bytes, text.offset, text.length);
            }
            default -> throw new IllegalStateException("no order sorts by " + value.getClass());
        }
    }

    /**
     * Reads {@link #encode}.
     *
     * @throws InvalidCursorException when it is damaged or was made for another order
     */
    static Cursor decode(String text, SortOrder order) {
        if (text.length() > LONGEST) {
            throw new InvalidCursorException("it is too long");
        }
        try (DataInputStream in = new DataInputStream(
                new ByteArrayInputStream(Base64.getUrlDecoder().decode(text)))) {
            if (in.readByte() != VERSION) {
                throw new InvalidCursorException("it comes from another version");
            }
            if (!in.readUTF().equals(name(order))) {
                throw new InvalidCursorException("it was made for another sort order");
            }
            long searcher = in.readLong();
            Object[] fields = new Object[in.readByte()];
            for (int i = 0; i < fields.length; i++) {
                fields[i] = read(in);
            }
            // the last sort value is unique to the document, so everything equal to these values is that document
            // itself
            return new Cursor(searcher, new FieldDoc(Integer.MAX_VALUE, Float.NaN, checked(fields, order)));
        } catch (InvalidCursorException e) {
            throw e;
        } catch (IOException | IllegalArgumentException | NegativeArraySizeException e) {
            throw new InvalidCursorException("it is damaged");
        }
    }

    private static Object read(DataInputStream in) throws IOException {
        return switch (in.readByte()) {
            case LONG -> in.readLong();
            case FLOAT -> in.readFloat();
            case BYTES -> {
                byte[] bytes = new byte[in.readUnsignedShort()];
                in.readFully(bytes);
                yield new BytesRef(bytes);
            }
            case MISSING -> null;
            default -> throw new InvalidCursorException("it is damaged");
        };
    }

    private static Object[] checked(Object[] fields, SortOrder order) {
        boolean fits = fields.length == 2
                && fields[1] instanceof Long
                && switch (order.key()) {
                    case RELEVANCE -> fields[0] instanceof Float;
                    case NAME, CUSTODIAN -> fields[0] == null || fields[0] instanceof BytesRef;
                    case DATE, INGESTED, SIZE, CONFIDENCE -> fields[0] instanceof Long;
                };
        if (!fits) {
            throw new InvalidCursorException("it is damaged");
        }
        return fields;
    }

    private static String name(SortOrder order) {
        return order.key() + " " + order.classifier() + " " + order.descending();
    }
}
