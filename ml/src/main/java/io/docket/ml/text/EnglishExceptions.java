package io.docket.ml.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Words that the splitter's signs would cut wrongly, with the parts they have. Built once, by combination. */
final class EnglishExceptions {
    /** No exception has more characters. */
    static final int LONGEST = 16;

    /** Words that would arise from a contraction without its apostrophe and mean something else. */
    private static final Set<String> AMBIGUOUS =
            Set.of("ill", "its", "shell", "shed", "well", "whore", "were", "hell", "wed", "id", "whys", "howd");

    private final Map<String, List<String>> exceptions = new HashMap<>();

    private EnglishExceptions() {}

    static Map<String, List<String>> all() {
        EnglishExceptions builder = new EnglishExceptions();
        builder.pronouns();
        builder.questions();
        builder.verbs();
        builder.others();
        builder.hours();
        return Map.copyOf(builder.exceptions);
    }

    private void pronouns() {
        contract("i", "'m");
        add("i", "'m", "a");
        for (String pronoun : List.of("i", "you", "he", "she", "it", "we", "they")) {
            conditional(pronoun);
        }
        for (String pronoun : List.of("i", "you", "we", "they")) {
            contract(pronoun, "'ve");
        }
        for (String pronoun : List.of("you", "we", "they")) {
            contract(pronoun, "'re");
        }
        for (String pronoun : List.of("he", "she", "it")) {
            contract(pronoun, "'s");
        }
    }

    private void questions() {
        for (String word :
                List.of("who", "what", "when", "where", "why", "how", "there", "that", "this", "these", "those")) {
            conditional(word);
            contract(word, "'s");
            contract(word, "'re");
            contract(word, "'ve");
        }
    }

    private void conditional(String word) {
        contract(word, "'ll");
        contract(word, "'ll", "'ve");
        contract(word, "'d");
        contract(word, "'d", "'ve");
    }

    private void verbs() {
        for (String verb : List.of(
                "ca", "could", "do", "does", "did", "had", "may", "might", "must", "need", "ought", "sha", "should",
                "wo", "would")) {
            contract(verb, "n't");
            contract(verb, "n't", "'ve");
        }
        for (String verb : List.of("is", "are", "was", "were", "have", "has", "dare", "ai")) {
            contract(verb, "n't");
        }
        for (String verb : List.of("could", "might", "must", "should", "would")) {
            contract(verb, "'ve");
        }
    }

    private void others() {
        add("can", "not");
        add("gon", "na");
        add("got", "ta");
        add("let", "'s");
        add("y'", "all");
        add("not", "'ve");
        add("how", "'d", "'y");
        for (String whole :
                ("'s|'S|’s|’S|'d|'m|'re|'ve|'ll|n't|'em|'cause|'nuff|ma'am|o'clock|o.o|doin'|goin'|nothin'|nuthin'|somethin'|ol'"
                                + "|and/or|w/o|a.m.|p.m.|co.|e.g.|i.e.|vs.|v.s.|Adm.|Bros.|Co.|Corp.|D.C.|Dr.|Gen.|Gov.|Inc.|Jr.|Ltd.|Messrs.|Mr.|Mrs."
                                + "|Ms.|Ph.D.|Prof.|Rep.|Rev.|Sen.|St.|Jan.|Feb.|Mar.|Apr.|Jun.|Jul.|Aug.|Sep.|Sept.|Oct.|Nov.|Dec."
                                + "|''|C++|c++|:)|:-)|:))|:-))|(:|(-:|=)|(=|:]|:-]|;)|;-)|(;|:(|:-(|:((|=(|:/|:-/|=/|:p|:-p|:P|:-P|:o|:-o|:O|:-O|:0|:*|:-*|:3"
                                + "|:x|:-x|:d|:D|:-D|=D|xD|XD|^_^|>.<|>.>|<.<|._.|;_;|-_-|v.v|v_v|o_o|O_O|0_0|@_@|<3|<33|</3|(^_^)|(-_-)|(>_<)")
                        .split("\\|")) {
            exceptions.put(whole, List.of(whole));
        }
        for (char letter = 'a'; letter <= 'z'; letter++) {
            exceptions.put(letter + ".", List.of(letter + "."));
        }
    }

    private void hours() {
        for (int hour = 1; hour <= 12; hour++) {
            for (String half : List.of("am", "pm", "a.m.", "p.m.")) {
                add(Integer.toString(hour), half);
            }
        }
    }

    /** The contraction with a straight and with a curly apostrophe, and without one where that is no other word. */
    private void contract(String... parts) {
        add(parts);
        String[] bare = Arrays.stream(parts).map(part -> part.replace("'", "")).toArray(String[]::new);
        if (!AMBIGUOUS.contains(String.join("", bare))) {
            add(bare);
        }
    }

    private void add(String... parts) {
        for (String[] form : List.of(parts, curly(parts))) {
            exceptions.put(String.join("", form), List.of(form));
            String[] title = form.clone();
            title[0] = title[0].substring(0, 1).toUpperCase(Locale.ROOT) + title[0].substring(1);
            exceptions.put(String.join("", title), List.of(title));
        }
    }

    private static String[] curly(String[] parts) {
        return Arrays.stream(parts).map(part -> part.replace('\'', '’')).toArray(String[]::new);
    }
}
