package io.docket.web.demo;

import java.time.LocalDateTime;
import java.util.List;

/**
 * A made-up text before it becomes a file.
 *
 * @param type the category it was written for, the truth that labels are made of
 * @param title heading, or subject line
 * @param author name of a person
 * @param written when
 * @param paragraphs in order
 */
record DemoText(String type, String title, String author, LocalDateTime written, List<String> paragraphs) {
    DemoText {
        paragraphs = List.copyOf(paragraphs);
    }
}
