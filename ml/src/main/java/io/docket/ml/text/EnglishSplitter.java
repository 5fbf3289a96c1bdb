package io.docket.ml.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits English text into words and signs by the scheme of spaCy's blank English tokeniser: cut at white space; peel known signs
 * off both ends of each part until an exception (a contraction, an abbreviation, an emoticon) or nothing more to peel is left;
 * split what is left at signs inside. White space other than a single space is a token of its own. Stateless.
 *
 * <p>Written from the scheme's description. The tables cover its signs, units, contractions and common abbreviations and emoticons;
 * its rarest exceptions (state names, the longest emoticons) and the list of top-level domains are left out.
 */
final class EnglishSplitter {
    private static final String ALPHA = "\\p{L}";
    private static final String LOWER = "\\p{Ll}\\p{Lo}";
    private static final String UPPER = "\\p{Lu}\\p{Lo}";
    private static final String ELLIPSES = "\\.\\.+|…";
    private static final String PUNCTUATION = "……|[…,:;!?¿؟¡()\\[\\]{}<>_#*&。？！，、；：～·।،۔؛٪]";
    private static final String QUOTE_SET = "'\"”“`‘´’‚,„»«「」『』（）〔〕【】《》〈〉⟦⟧";
    private static final String QUOTES = "[" + QUOTE_SET + "]|''";
    private static final String CURRENCY = "US\\$|C\\$|A\\$|[$£€¥฿₽﷼₴₠₡₢₣₤₥₦₧₨₩₪₫₭₮₯₰₱₲₳₵₶₷₸₹₺₻₼₾₿]";
    private static final String ICONS = "[\\p{So}&&[^°]]";
    private static final String UNITS =
            "km²|km³|km/h|km|m²|m³|m/s|dm²|dm³|dm|cm²|cm³|cm|mm²|mm³|mm|m|ha|µm|nm|yd|in|ft|kg|g|mg|µg|t|lb"
                    + "|oz|mph|hPa|Pa|mbar|mb|MB|kb|KB|gb|GB|tb|TB|T|G|M|K|%";
    private static final String HYPHENS = "---|--|——|[-–—~]";

    private static final Pattern PREFIX = Pattern.compile("^(?:[§%=—–]|\\+(?![0-9])|" + PUNCTUATION + "|" + ELLIPSES
            + "|" + QUOTES + "|" + CURRENCY + "|" + ICONS + ")");
    private static final Pattern SUFFIX = Pattern.compile("(?:" + PUNCTUATION + "|" + ELLIPSES + "|" + QUOTES + "|"
            + ICONS
            + "|'s|'S|’s|’S|—|–|(?<=[0-9])\\+|(?<=°[FfCcKk])\\.|(?<=[0-9])(?:" + CURRENCY + ")|(?<=[0-9])(?:" + UNITS
            + ")|(?<=[0-9" + LOWER + "%²\\-+" + QUOTE_SET + "…,:;!?()\\[\\]{}<>_#*&])\\.|(?<=[" + UPPER + "][" + UPPER
            + "])\\.)\\z");
    private static final Pattern INFIX =
            Pattern.compile(ELLIPSES + "|" + ICONS + "|(?<=[0-9])[+\\-*^](?=[0-9-])|(?<=[" + LOWER
                    + QUOTE_SET + "])\\.(?=[" + UPPER + QUOTE_SET + "])|(?<=[" + ALPHA + "]),(?=[" + ALPHA + "])|(?<=["
                    + ALPHA + "])(?:" + HYPHENS
                    + ")(?=[" + ALPHA + "])|(?<=[" + ALPHA + "0-9])[:<>=/](?=[" + ALPHA + "])");
    private static final Pattern ADDRESS = Pattern.compile(
            "(?:[\\p{L}0-9._%+-]+@)?(?:[\\p{L}0-9](?:[\\p{L}0-9-]{0,62}[\\p{L}0-9])?\\.)+(?:com|org|net|edu|gov|mil|int|info|biz|io|co|uk|de|fr"
                    + "|eu|us|ca|au|jp|cn|ru|in|it|es|nl|ch|se|no|br)(?::[0-9]{2,5})?");
    private static final Map<String, List<String>> EXCEPTIONS = EnglishExceptions.all();

    /** Receives tokens in the order of the text. */
    @FunctionalInterface
    interface Sink {
        void token(int from, int to);
    }

    private EnglishSplitter() {}

    /** White space as Python sees it. */
    static boolean isSpace(char character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character) || character == '\u0085';
    }

    static void split(String text, Sink sink) {
        if (text.isEmpty()) {
            return;
        }
        int start = 0;
        boolean inSpace = isSpace(text.charAt(0));
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (isSpace(character) != inSpace) {
                part(text, start, i, inSpace, sink);
                // One space behind a word belongs to the word; what follows it is a token.
                start = character == ' ' ? i + 1 : i;
                inSpace = !inSpace;
            }
        }
        part(text, start, text.length(), inSpace, sink);
    }

    private static void part(String text, int from, int to, boolean space, Sink sink) {
        if (from >= to) {
            return;
        }
        if (space) {
            sink.token(from, to);
        } else {
            word(text, from, to, sink);
        }
    }

    private static void word(String text, int wordFrom, int wordTo, Sink sink) {
        int from = wordFrom;
        int to = wordTo;
        List<int[]> suffixes = new ArrayList<>();
        int previous = -1;
        while (from < to && to - from != previous && !isException(text, from, to)) {
            previous = to - from;
            int prefix = prefix(text, from, to);
            if (prefix > 0 && isException(text, from + prefix, to)) {
                sink.token(from, from + prefix);
                from += prefix;
                break;
            }
            int suffix = suffix(text, from + prefix, to);
            if (prefix > 0) {
                sink.token(from, from + prefix);
                from += prefix;
            }
            if (suffix > 0) {
                suffixes.add(new int[] {to - suffix, to});
                to -= suffix;
            }
        }
        if (from < to) {
            core(text, from, to, sink);
        }
        for (int[] suffix : suffixes.reversed()) {
            sink.token(suffix[0], suffix[1]);
        }
    }

    private static void core(String text, int from, int to, Sink sink) {
        String core = text.substring(from, to);
        List<String> parts = EXCEPTIONS.get(core);
        if (parts != null) {
            int position = from;
            for (String part : parts) {
                sink.token(position, position + part.length());
                position += part.length();
            }
        } else if (ADDRESS.matcher(core).matches()) {
            sink.token(from, to);
        } else {
            Matcher infix = INFIX.matcher(core);
            int done = 0;
            while (infix.find()) {
                if (infix.start() > done) {
                    sink.token(from + done, from + infix.start());
                }
                sink.token(from + infix.start(), from + infix.end());
                done = infix.end();
            }
            if (done < core.length()) {
                sink.token(from + done, to);
            }
        }
    }

    private static boolean isException(String text, int from, int to) {
        return to > from && to - from <= EnglishExceptions.LONGEST && EXCEPTIONS.containsKey(text.substring(from, to));
    }

    private static int prefix(String text, int from, int to) {
        Matcher matcher = PREFIX.matcher(text).region(from, to).useAnchoringBounds(true);
        return matcher.find() ? matcher.end() - matcher.start() : 0;
    }

    private static int suffix(String text, int from, int to) {
        // No suffix is longer than a few signs, except a run of dots; looking back further would cost quadratic time.
        int near = Math.max(from, to - 8);
        while (near > from && text.charAt(near) == '.' && text.charAt(near - 1) == '.') {
            near--;
        }
        Matcher matcher = SUFFIX.matcher(text)
                .region(near, to)
                .useTransparentBounds(false)
                .useAnchoringBounds(true);
        return matcher.find() ? matcher.end() - matcher.start() : 0;
    }
}
