package io.docket.web.demo;

import java.util.Locale;

/** The kinds of file the demonstration is written in. */
enum DemoFormat {
    PDF,
    DOCX,
    EML,
    HTML,
    TXT;

    /** The ending of file names, without a dot. */
    String extension() {
        return name().toLowerCase(Locale.ROOT);
    }
}
