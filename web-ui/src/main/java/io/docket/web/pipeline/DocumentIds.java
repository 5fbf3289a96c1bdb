package io.docket.web.pipeline;

import io.docket.web.blob.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;

/**
 * Ids that follow from where a document came from, so that doing a step again finds the same document instead of making a
 * second one. Built like name-based UUIDs (RFC 9562, version 8: the hash is SHA-256).
 */
public final class DocumentIds {
    private DocumentIds() {}

    /** The id of the file that an upload has at a path. */
    public static UUID ofFile(UUID upload, String path) {
        return derived(upload, path);
    }

    /** The id of the child with a number, counted from 1, inside a document. */
    public static UUID ofChild(UUID parent, int ordinal) {
        return derived(parent, Integer.toString(ordinal));
    }

    private static UUID derived(UUID space, String name) {
        MessageDigest digest = Sha256.digest();
        ByteBuffer spaceBytes = ByteBuffer.allocate(16);
        spaceBytes.putLong(space.getMostSignificantBits()).putLong(space.getLeastSignificantBits());
        digest.update(spaceBytes.array());
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        long high = (hash.getLong() & 0xFFFFFFFFFFFF0FFFL) | 0x8000L;
        long low = (hash.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
