package io.docket.web.account;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Writes small zip archives whose entries are stored under the traditional encryption (PKWARE APPNOTE, section 6.1), which
 * the JDK cannot write.
 */
public final class EncryptedZip {
    private static final int[] TABLE = table();

    private int key0 = 0x12345678;
    private int key1 = 0x23456789;
    private int key2 = 0x34567890;

    private EncryptedZip(String password) {
        for (byte character : password.getBytes(StandardCharsets.US_ASCII)) {
            update(character);
        }
    }

    /** An archive with these entries, each encrypted with the password. */
    public static byte[] of(Map<String, String> entries, String password) {
        ByteArrayOutputStream files = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        entries.forEach((name, text) -> {
            byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
            byte[] plain = text.getBytes(StandardCharsets.UTF_8);
            CRC32 crc = new CRC32();
            crc.update(plain);
            byte[] data = new EncryptedZip(password).encrypt(plain, (int) crc.getValue());
            int offset = files.size();
            ByteBuffer common = little(26)
                    .putShort((short) 20)
                    .putShort((short) 1)
                    .putShort((short) 0)
                    .putInt(0)
                    .putInt((int) crc.getValue())
                    .putInt(data.length)
                    .putInt(plain.length)
                    .putShort((short) nameBytes.length)
                    .putShort((short) 0);
            files.writeBytes(little(4).putInt(0x04034b50).array());
            files.writeBytes(common.array());
            files.writeBytes(nameBytes);
            files.writeBytes(data);
            directory.writeBytes(
                    little(6).putInt(0x02014b50).putShort((short) 20).array());
            directory.writeBytes(common.array());
            directory.writeBytes(little(14)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putInt(0)
                    .putInt(offset)
                    .array());
            directory.writeBytes(nameBytes);
        });
        int start = files.size();
        files.writeBytes(directory.toByteArray());
        files.writeBytes(little(22)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort((short) entries.size())
                .putShort((short) entries.size())
                .putInt(directory.size())
                .putInt(start)
                .putShort((short) 0)
                .array());
        return files.toByteArray();
    }

    private byte[] encrypt(byte[] plain, int crc) {
        byte[] all = new byte[12 + plain.length];
        all[11] = (byte) (crc >>> 24);
        System.arraycopy(plain, 0, all, 12, plain.length);
        for (int i = 0; i < all.length; i++) {
            int mask = (key2 | 2) & 0xffff;
            byte clear = all[i];
            all[i] = (byte) (clear ^ ((mask * (mask ^ 1)) >>> 8));
            update(clear);
        }
        return all;
    }

    private void update(byte character) {
        key0 = crc(key0, character);
        key1 = (key1 + (key0 & 0xff)) * 134775813 + 1;
        key2 = crc(key2, (byte) (key1 >>> 24));
    }

    private static int crc(int old, byte character) {
        return (old >>> 8) ^ TABLE[(old ^ character) & 0xff];
    }

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int value = i;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : (value >>> 1) ^ 0xedb88320;
            }
            table[i] = value;
        }
        return table;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
