package io.docket.web.account;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Encrypts what the database must not know: AES-256 in Galois/counter mode, with a key that lies in the data directory,
 * readable by its owner only, and is made at the first use. A sealed text is bound to a context, so that it cannot be moved
 * to another row. Thread-safe.
 */
@ApplicationScoped
class PasswordSeal {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Path file;
    private final SecureRandom random = new SecureRandom();

    PasswordSeal(@ConfigProperty(name = "docket.data-directory") Path dataDirectory) {
        this.file = dataDirectory.resolve("passwords.key");
    }

    /** Encrypts a text. */
    byte[] seal(String text, String context) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A password could not be encrypted", e);
        }
    }

    /**
     * Decrypts what {@link #seal} gave.
     *
     * @throws IllegalStateException when it was sealed with another key or for another context
     */
    String open(byte[] sealed, String context) {
        byte[] nonce = new byte[NONCE_BYTES];
        ByteBuffer bytes = ByteBuffer.wrap(sealed).get(nonce);
        byte[] rest = new byte[bytes.remaining()];
        bytes.get(rest);
        try {
            return new String(cipher(Cipher.DECRYPT_MODE, nonce, context).doFinal(rest), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "A stored password cannot be decrypted with " + file
                            + ": restore the file that belongs to this database, or remove the password and add it again",
                    e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private byte[] key() {
        try {
            if (!Files.exists(file)) {
                make();
            }
            byte[] key = Files.readAllBytes(file);
            if (key.length != KEY_BYTES) {
                throw new IllegalStateException(
                        file + " has " + key.length + " bytes instead of " + KEY_BYTES + ": restore it from a backup");
            }
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException("The key of the password bank, " + file + ", cannot be read or made", e);
        }
    }

    /** Written aside and linked into place, so that of two processes that make a key both use the same. */
    private void make() throws IOException {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        Path unfinished = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "passwords",
                ".unfinished",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (FileChannel channel = FileChannel.open(unfinished, Set.of(StandardOpenOption.WRITE))) {
                channel.write(ByteBuffer.wrap(key));
                channel.force(true);
            }
            Files.createLink(file, unfinished);
        } catch (FileAlreadyExistsException anotherWasFaster) {
            // Its key is as good as ours.
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
