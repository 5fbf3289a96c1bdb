package io.docket.ingest.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.metadata.Metadata;

/**
 * Knows UTF-16 without a byte order mark, as Windows programs write it. Such a text has a control character's byte at every second
 * place, the upper half of its letters: 00 for Latin, 03 for Greek, 04 for Cyrillic, 05 and 06 for Hebrew and Arabic. In no text of
 * single bytes are there so many, and all at even or all at odd places.
 */
final class WideTextDetector implements EncodingDetector {
    private static final long serialVersionUID = 1;
    private static final int SAMPLE = 8_192;
    private static final int SHORTEST = 16;

    /** The last upper half that is a control character other than a tab. */
    private static final int LAST_CONTROL = 0x08;

    /** Share of the one half of the bytes that must be control characters, and of the other that may be. */
    private static final double MANY = 0.7;

    private static final double FEW = 0.02;

    @Override
    public Charset detect(InputStream input, Metadata metadata) throws IOException {
        if (input == null) {
            return null;
        }
        input.mark(SAMPLE);
        byte[] sample = input.readNBytes(SAMPLE);
        input.reset();
        return charsetOf(sample);
    }

    /** The charset, or null when it is none of these. */
    static Charset charsetOf(byte[] sample) {
        int pairs = sample.length / 2;
        if (sample.length < SHORTEST) {
            return null;
        }
        int even = 0;
        int odd = 0;
        int nothing = 0;
        for (int i = 0; i < pairs; i++) {
            boolean first = (sample[2 * i] & 0xFF) <= LAST_CONTROL;
            boolean second = (sample[2 * i + 1] & 0xFF) <= LAST_CONTROL;
            if (first && second) {
                nothing++;
            } else if (first) {
                even++;
            } else if (second) {
                odd++;
            }
        }
        if (nothing > FEW * pairs) {
            return null;
        }
        if (even > MANY * pairs && odd <= FEW * pairs) {
            return StandardCharsets.UTF_16BE;
        }
        return odd > MANY * pairs && even <= FEW * pairs ? StandardCharsets.UTF_16LE : null;
    }
}
