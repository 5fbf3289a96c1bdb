package io.docket.web.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** The help pages of the made-up company that the tickets are written to: what answers a customer's question. */
final class HelpArticles {
    private static final String SOURCE = "/demo/help.txt";
    private static final String HEADING = "= ";
    private static final LocalDateTime WRITTEN = LocalDateTime.of(2025, 11, 3, 9, 0);

    private HelpArticles() {}

    /** All articles; their type is unknown, as nobody labelled them. */
    static List<DemoText> all() {
        List<DemoText> articles = new ArrayList<>();
        String title = "";
        List<String> paragraphs = new ArrayList<>();
        for (String block : read().split("\n\n")) {
            String text = block.strip();
            if (text.startsWith(HEADING)) {
                add(articles, title, paragraphs);
                title = text.substring(HEADING.length());
                paragraphs.clear();
            } else if (!text.isEmpty()) {
                paragraphs.add(text);
            }
        }
        add(articles, title, paragraphs);
        return articles;
    }

    private static void add(List<DemoText> articles, String title, List<String> paragraphs) {
        if (!title.isEmpty()) {
            articles.add(new DemoText("", title, "Vigil support", WRITTEN, paragraphs));
        }
    }

    private static String read() {
        try (InputStream in = HelpArticles.class.getResourceAsStream(SOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The demonstration's " + SOURCE + " cannot be read", e);
        }
    }
}
