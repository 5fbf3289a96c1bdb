package io.docket.web.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * One line of a tenant's audit record.
 *
 * @param sequence position in the tenant's record, from 1 without gaps
 * @param recordedAt when, to the microsecond (what the database keeps)
 * @param actorId identifier of the user, or the name of the background work
 * @param actorName the name to show
 * @param action what was done, such as {@code label.correct}
 * @param subject to which item, such as {@code document/42}
 * @param detail what else matters, never a document's text
 */
public record AuditEntry(
        String tenantId,
        long sequence,
        Instant recordedAt,
        String actorId,
        String actorName,
        String action,
        String subject,
        String detail) {
    static final int HASH_BYTES = 32;

    /** Cuts the time to what the database keeps, or the hash of a stored entry would differ from that of the new one. */
    public AuditEntry {
        recordedAt = recordedAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** SHA-256 over the previous entry's hash and each field with its length, so that no two entries read the same. */
    byte[] hashAfter(byte[] previousHash) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream data = new DataOutputStream(bytes);
            data.write(previousHash);
            data.writeLong(sequence);
            data.writeLong(recordedAt.getEpochSecond());
            data.writeInt(recordedAt.getNano());
            for (String field : List.of(tenantId, actorId, actorName, action, subject, detail)) {
                byte[] text = field.getBytes(StandardCharsets.UTF_8);
                data.writeInt(text.length);
                data.write(text);
            }
            return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
