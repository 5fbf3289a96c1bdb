package io.docket.web.page;

import io.quarkus.qute.TemplateExtension;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How pages write numbers, sizes, times and kinds of file: {@code fmt:count(1204)} in a template is 1,204. */
@TemplateExtension(namespace = "fmt")
public final class Formats {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "d MMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final int KILO = 1000;

    private Formats() {}

    /** A whole number with separators between thousands. */
    public static String count(Number number) {
        return decimals("#,##0").format(number.longValue());
    }

    /** A number with its noun: 1 document, 1,204 documents. */
    public static String plural(Number number, String one, String many) {
        return count(number) + " " + (number.longValue() == 1 ? one : many);
    }

    /** A share as a percentage; only what is exactly 0 or 1 is written 0% or 100%. */
    public static String percent(Number share) {
        double percent = share.doubleValue() * 100;
        if (percent > 0 && percent < 1) {
            return "<1%";
        }
        if (percent < 100 && percent > 99) {
            return decimals("0.#").format(Math.floor(percent * 10) / 10) + "%";
        }
        return Math.round(percent) + "%";
    }

    /** A figure between 0 and 1 with two decimals. */
    public static String figure(Number number) {
        return decimals("0.00").format(number);
    }

    /** A size in decimal units, as file managers write it. */
    public static String bytes(Number size) {
        double rest = size.doubleValue();
        String[] units = {"B", "kB", "MB", "GB", "TB"};
        int unit = 0;
        while (rest >= KILO && unit < units.length - 1) {
            rest /= KILO;
            unit++;
        }
        return decimals(unit > 1 && rest < 100 ? "0.#" : "0").format(rest) + " " + units[unit];
    }

    /** How long ago; the script times.js writes it in the same words while a page is open. */
    public static String ago(Instant moment) {
        return ago(moment, Instant.now());
    }

    static String ago(Instant moment, Instant now) {
        long seconds = Duration.between(moment, now).toSeconds();
        if (seconds < 10) {
            return "just now";
        }
        if (seconds < 60) {
            return plural(seconds, "second", "seconds") + " ago";
        }
        if (seconds < 3600) {
            return plural(seconds / 60, "minute", "minutes") + " ago";
        }
        if (seconds < 86400) {
            return plural(seconds / 3600, "hour", "hours") + " ago";
        }
        if (seconds < 86400 * 14) {
            return plural(seconds / 86400, "day", "days") + " ago";
        }
        return day(moment);
    }

    /** A day, without the time. */
    public static String day(Instant moment) {
        return DAY.format(moment);
    }

    /** The full moment, for the hint on a relative time. */
    public static String moment(Instant moment) {
        return MOMENT.format(moment);
    }

    /** An estimate: about 2 minutes. */
    public static String about(Duration duration) {
        long seconds = Math.max(1, duration.toSeconds());
        if (seconds < 90) {
            return "about " + plural(seconds, "second", "seconds");
        }
        return seconds < 5400
                ? "about " + plural(Math.round(seconds / 60.0), "minute", "minutes")
                : "about " + plural(Math.round(seconds / 3600.0), "hour", "hours");
    }

    /** A value for use in an address. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A kind of file in everyday words. */
    public static String type(String mediaType) {
        String bare = mediaType.split(";", 2)[0].strip();
        return switch (bare) {
            case "" -> "–";
            case "application/pdf" -> "PDF";
            case "message/rfc822", "application/vnd.ms-outlook" -> "E-mail";
            case "text/html", "application/xhtml+xml" -> "Web page";
            case "text/plain" -> "Text";
            case "application/octet-stream" -> "Unknown";
            case "application/zip" -> "Zip archive";
            case "application/rtf" -> "RTF";
            default -> familyOf(bare);
        };
    }

    private static String familyOf(String mediaType) {
        if (mediaType.contains("wordprocessing")
                || mediaType.contains("msword")
                || mediaType.endsWith("opendocument.text")) {
            return "Word";
        }
        if (mediaType.contains("spreadsheet") || mediaType.contains("ms-excel")) {
            return "Spreadsheet";
        }
        if (mediaType.contains("presentation") || mediaType.contains("powerpoint")) {
            return "Slides";
        }
        if (mediaType.startsWith("image/")) {
            return "Picture";
        }
        return mediaType.substring(mediaType.indexOf('/') + 1);
    }

    /** The drawing for a kind of file. */
    public static String typeIcon(String mediaType) {
        return switch (type(mediaType)) {
            case "E-mail" -> "mail";
            case "Zip archive" -> "archive";
            default -> "file";
        };
    }

    /** A key such as {@code timed-out} in words: Timed out. */
    public static String words(String key) {
        String words = key.replace('-', ' ').replace('_', ' ').toLowerCase(Locale.ROOT);
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static DecimalFormat decimals(String pattern) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
    }
}
