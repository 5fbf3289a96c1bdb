package io.docket.ml.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Character references of HTML 5 made into characters, with the leniency of browsers (and of Python, which fastai uses). */
final class HtmlEntities {
    private static final Pattern REFERENCE =
            Pattern.compile("&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\\t\\n\\f <&#;]{1,32};?)");
    private static final Map<String, String> NAMED = load();
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private HtmlEntities() {}

    private static Map<String, String> load() {
        Map<String, String> named = new HashMap<>();
        try (InputStream bytes = HtmlEntities.class.getResourceAsStream("html5-entities.txt");
                BufferedReader reader = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#")) {
                    String[] parts = line.split(" ");
                    StringBuilder characters = new StringBuilder();
                    for (int i = 1; i < parts.length; i++) {
                        characters.appendCodePoint(Integer.parseInt(parts[i], 16));
                    }
                    named.put(parts[0], characters.toString());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(named);
    }

    static MappedText unescape(MappedText text) {
        return text.rewrite(REFERENCE, (match, builder) -> {
            String reference = match.group(1);
            if (reference.startsWith("#")) {
                builder.put(numeric(reference), match.start(), match.end());
                return;
            }
            for (int length = reference.length(); length > 1; length--) {
                String character = NAMED.get(reference.substring(0, length));
                if (character != null) {
                    builder.put(character, match.start(), match.start() + 1 + length);
                    builder.keep(match.start() + 1 + length, match.end());
                    return;
                }
            }
            builder.keep(match.start(), match.end());
        });
    }

    private static String numeric(String reference) {
        boolean hexadecimal = Character.toLowerCase(reference.charAt(1)) == 'x';
        String digits = reference.substring(hexadecimal ? 2 : 1).replace(";", "");
        int codePoint;
        try {
            codePoint = Integer.parseInt(digits, hexadecimal ? 16 : 10);
        } catch (NumberFormatException e) {
            return "\ufffd"; // more digits than any character has
        }
        if (codePoint == 0 || codePoint > Character.MAX_CODE_POINT || codePoint >= 0xd800 && codePoint <= 0xdfff) {
            return "\ufffd";
        }
        if (codePoint >= 0x80 && codePoint <= 0x9f) { // meant in the code page of old Windows programs
            String character = new String(new byte[] {(byte) codePoint}, WINDOWS);
            return character.equals("\ufffd") ? Character.toString(codePoint) : character;
        }
        boolean control = codePoint < 0x20 && "\t\n\f\r".indexOf(codePoint) < 0 || codePoint == 0x7f;
        boolean noncharacter = codePoint >= 0xfdd0 && codePoint <= 0xfdef || (codePoint & 0xfffe) == 0xfffe;
        return control || noncharacter ? "" : Character.toString(codePoint);
    }
}
