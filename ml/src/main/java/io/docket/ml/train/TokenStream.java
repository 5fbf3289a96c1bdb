package io.docket.ml.train;

import io.docket.ml.model.Seeds;
import io.docket.ml.text.SpecialTokens;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Documents as token ids, one behind the other, 16 bits each. Immutable and thread-safe; callers of {@link #of} must not
 * change the arrays afterwards.
 */
public final class TokenStream {

    private static final int BUFFER_BYTES = 1 << 20;

    private final char[] ids;
    private final int[] starts;

    private TokenStream(char[] ids, int[] starts) {
        this.ids = ids;
        this.starts = starts;
    }

    /** A stream of documents of ids below 65,536. */
    public static TokenStream of(List<int[]> documents) {
        int size = documents.stream().mapToInt(document -> document.length).reduce(0, Math::addExact);
        char[] ids = new char[size];
        int[] starts = new int[documents.size()];
        int at = 0;
        for (int document = 0; document < starts.length; document++) {
            starts[document] = at;
            for (int id : documents.get(document)) {
                if (id < 0 || id > Character.MAX_VALUE) {
                    throw new IllegalArgumentException("token id " + id + " does not fit 16 bits");
                }
                ids[at++] = (char) id;
            }
        }
        return new TokenStream(ids, starts);
    }

    /**
     * Reads a file of little-endian unsigned 16-bit ids in which every document begins with
     * {@link SpecialTokens#BEGIN}, as {@link io.docket.ml.io.TokenStreamWriter} writes it.
     */
    public static TokenStream read(Path file) throws IOException {
        long bytes = Files.size(file);
        if (bytes % Character.BYTES != 0 || bytes / Character.BYTES > Integer.MAX_VALUE - 8) {
            throw new IOException(file + " is no token stream: " + bytes + " bytes");
        }
        char[] ids = new char[(int) (bytes / Character.BYTES)];
        int documents = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
            for (int i = 0; i < ids.length; i++) {
                int low = in.read();
                int high = in.read();
                if (high < 0) {
                    throw new EOFException(file + " ended while it was read");
                }
                ids[i] = (char) (high << Byte.SIZE | low);
                documents += ids[i] == SpecialTokens.BEGIN ? 1 : 0;
            }
        }
        int[] starts = new int[documents];
        int document = 0;
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == SpecialTokens.BEGIN) {
                starts[document++] = i;
            }
        }
        return new TokenStream(ids, starts);
    }

    /** Number of tokens. */
    public int size() {
        return ids.length;
    }

    /** Number of documents. */
    public int documents() {
        return starts.length;
    }

    /** The token at a position. */
    public int id(int position) {
        return ids[position];
    }

    /** The ids of a document. */
    public int[] document(int index) {
        int end = index + 1 < starts.length ? starts[index + 1] : ids.length;
        int[] document = new int[end - starts[index]];
        for (int i = 0; i < document.length; i++) {
            document[i] = ids[starts[index] + i];
        }
        return document;
    }

    /** The same documents in an order drawn from the seed. */
    public TokenStream shuffled(long seed) {
        int[] order = new int[starts.length];
        Arrays.setAll(order, i -> i);
        SplittableRandom random = new SplittableRandom(Seeds.derive(seed, 0));
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        char[] target = new char[ids.length];
        int[] targetStarts = new int[starts.length];
        int at = 0;
        for (int i = 0; i < order.length; i++) {
            int from = starts[order[i]];
            int end = order[i] + 1 < starts.length ? starts[order[i] + 1] : ids.length;
            targetStarts[i] = at;
            System.arraycopy(ids, from, target, at, end - from);
            at += end - from;
        }
        return new TokenStream(target, targetStarts);
    }

    /** Everything from the last token to the first, for backward models; documents then end with their begin mark. */
    public TokenStream reversed() {
        char[] target = new char[ids.length];
        for (int i = 0; i < ids.length; i++) {
            target[i] = ids[ids.length - 1 - i];
        }
        List<Integer> ends = new ArrayList<>();
        for (int document = starts.length - 1; document >= 0; document--) {
            int end = document + 1 < starts.length ? starts[document + 1] : ids.length;
            ends.add(ids.length - end);
        }
        return new TokenStream(target, ends.stream().mapToInt(Integer::intValue).toArray());
    }

    /** SHA-256 of the ids as hexadecimal: tells whether two streams are the same. */
    public String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES);
            for (char id : ids) {
                if (!bytes.hasRemaining()) {
                    digest.update(bytes.flip());
                    bytes.clear();
                }
                bytes.putChar(id);
            }
            digest.update(bytes.flip());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    /** The first {@code documents} documents. */
    public TokenStream head(int documents) {
        if (documents >= starts.length) {
            return this;
        }
        return new TokenStream(Arrays.copyOf(ids, starts[documents]), Arrays.copyOf(starts, documents));
    }
}
