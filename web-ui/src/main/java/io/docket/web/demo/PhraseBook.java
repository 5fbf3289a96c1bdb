package io.docket.web.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A grammar of sentence templates.
 *
 * <p>A file is a list of sections, {@code [name]}, each with one alternative per line; {@code #} starts a comment. Inside
 * an alternative {@code {name}} stands for a random line of that section, {@code {3..90}} for a random number, and
 * {@code {A=name}} for a random line that later {@code {A}} repeat. Immutable and safe for use by several threads.
 */
final class PhraseBook {

    private static final Pattern SLOT =
            Pattern.compile("\\{(?:(?<from>\\d+)\\.\\.(?<to>\\d+)|(?:(?<bind>\\w+)=)?(?<name>[\\w.-]+))}");

    private final Map<String, List<String>> sections;

    private PhraseBook(Map<String, List<String>> sections) {
        this.sections = sections;
    }

    /**
     * Reads and joins grammar files.
     *
     * @param resources absolute class-path names
     * @throws IllegalStateException when a resource is missing or starts without a section
     */
    static PhraseBook of(String... resources) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        for (String resource : resources) {
            read(resource, sections);
        }
        return new PhraseBook(Collections.unmodifiableMap(sections));
    }

    private static void read(String resource, Map<String, List<String>> sections) {
        try (InputStream stream = PhraseBook.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("The grammar " + resource + " is not on the class path");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            List<String> section = null;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String text = line.strip();
                if (text.isEmpty() || text.startsWith("#")) {
                    continue;
                }
                if (text.startsWith("[")) {
                    section = sections.computeIfAbsent(text.substring(1, text.length() - 1), name -> new ArrayList<>());
                } else if (section == null) {
                    throw new IllegalStateException(resource + " has a line before its first section: " + text);
                } else {
                    section.add(text);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The grammar " + resource + " cannot be read", e);
        }
    }

    /** All alternatives of a section, as written. */
    List<String> section(String name) {
        List<String> lines = sections.get(name);
        if (lines == null) {
            throw new IllegalArgumentException("The grammar has no section [" + name + "]");
        }
        return Collections.unmodifiableList(lines);
    }

    /** Starts a text: one source of randomness and one set of repeated words. */
    Draft draft(RandomGenerator random) {
        return new Draft(random);
    }

    /** One text in the making. Not for use by several threads. */
    final class Draft {
        private final RandomGenerator random;
        private final Map<String, String> bound = new HashMap<>();

        private Draft(RandomGenerator random) {
            this.random = random;
        }

        /** Makes {@code {name}} stand for one value from here on. */
        void bind(String name, String value) {
            bound.put(name, value);
        }

        /** A random line of a section, with its slots filled. */
        String any(String section) {
            List<String> lines = section(section);
            return fill(lines.get(random.nextInt(lines.size())));
        }

        /** Several different lines of a section, in random order, with their slots filled. */
        List<String> several(String section, int count) {
            List<String> lines = new ArrayList<>(section(section));
            List<String> chosen = new ArrayList<>();
            while (chosen.size() < count && !lines.isEmpty()) {
                chosen.add(fill(lines.remove(random.nextInt(lines.size()))));
            }
            return chosen;
        }

        /** Fills the slots of a template. */
        String fill(String template) {
            Matcher slots = SLOT.matcher(template);
            StringBuilder text = new StringBuilder();
            while (slots.find()) {
                slots.appendReplacement(text, Matcher.quoteReplacement(value(slots)));
            }
            return slots.appendTail(text).toString();
        }

        private String value(Matcher slot) {
            if (slot.group("from") != null) {
                int from = Integer.parseInt(slot.group("from"));
                int to = Integer.parseInt(slot.group("to"));
                return Integer.toString(random.nextInt(from, to + 1));
            }
            String name = slot.group("name");
            String bind = slot.group("bind");
            if (bind != null) {
                String value = any(name);
                bound.put(bind, value);
                return value;
            }
            String value = bound.get(name);
            return value == null ? any(name) : value;
        }
    }
}
