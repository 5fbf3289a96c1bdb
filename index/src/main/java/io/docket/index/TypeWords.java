package io.docket.index;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What people call kinds of files, programs and endings among them, beside the names that documents are filed under. */
final class TypeWords {
    private static final Map<String, String> WORDS = Arrays.stream(new String[][] {
                {"text document", "word", "doc", "docx", "rtf", "odt", "writer"},
                {"spreadsheet", "excel", "xls", "xlsx", "ods", "csv", "calc", "sheet"},
                {"presentation", "powerpoint", "ppt", "pptx", "odp", "slides", "impress"},
                {"mail", "email", "e-mail", "eml", "msg", "outlook", "message"},
                {"web page", "html", "htm", "web", "page"},
                {"plain text", "text", "txt"},
                {"archive", "zip", "7z", "tar", "rar", "gz"},
                {"picture", "image", "photo", "scan", "png", "jpg", "jpeg", "tif", "tiff", "gif", "bmp"},
                {"sound", "audio", "mp3", "wav"},
                {"film", "video", "mp4", "mov"}
            })
            .flatMap(group -> Arrays.stream(group).skip(1).map(word -> Map.entry(word, group[0])))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private TypeWords() {}

    /** The name that documents of this kind are filed under; the word itself when it is no other name of one. */
    static String filedUnder(String word) {
        return WORDS.getOrDefault(word.strip().toLowerCase(Locale.ROOT), word);
    }
}
