package io.docket.ml.io;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/** How a number is stored. All are little-endian; arithmetic always happens in 32 bits. */
public enum TensorType {
    /** IEEE single precision: exact. */
    F32(4) {
        @Override
        float read(ByteBuffer bytes) {
            return bytes.getFloat();
        }

        @Override
        void write(ByteBuffer bytes, float value) {
            bytes.putFloat(value);
        }
    },
    /** IEEE half precision: 11 significant bits, at most 65,504; halves a model for a relative error of 5e-4 per weight. */
    F16(2) {
        @Override
        float read(ByteBuffer bytes) {
            return Float.float16ToFloat(bytes.getShort());
        }

        @Override
        void write(ByteBuffer bytes, float value) {
            bytes.putShort(Float.floatToFloat16(value));
        }
    },
    /** The upper half of single precision: 8 significant bits and its whole range. */
    BF16(2) {
        @Override
        float read(ByteBuffer bytes) {
            return Float.intBitsToFloat(bytes.getShort() << 16);
        }

        @Override
        void write(ByteBuffer bytes, float value) {
            int bits = Float.floatToRawIntBits(value);
            boolean finite = Float.isFinite(value);
            int rounded = finite ? bits + 0x7fff + (bits >>> 16 & 1) : bits; // to nearest, ties to even
            bytes.putShort((short) (rounded >>> 16));
        }
    };

    private final int bytes;

    TensorType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one number. */
    public int bytes() {
        return bytes;
    }

    abstract float read(ByteBuffer bytes);

    abstract void write(ByteBuffer bytes, float value);

    static Optional<TensorType> named(String name) {
        for (TensorType type : values()) {
            if (type.name().equals(name.toUpperCase(Locale.ROOT))) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
