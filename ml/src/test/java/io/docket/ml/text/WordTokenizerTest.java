package io.docket.ml.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The goldens follow fastai 2 with spaCy's blank English pipeline. */
final class WordTokenizerTest {

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        WordTokenizer.split(text, (token, start, end) -> tokens.add(token));
        assertThat(tokens.removeFirst()).isEqualTo("xxbos");
        return tokens;
    }

    private static List<String> surface(String text) {
        List<String> surface = new ArrayList<>();
        WordTokenizer.split(text, (token, start, end) -> surface.add(text.substring(start, end)));
        return surface.subList(1, surface.size());
    }

    @Test
    void marksRepeatedCharacters() {
        assertThat(tokens("Cooool!!!!")).containsExactly("c", "xxrep", "4", "o", "l", "xxrep", "4", "!");
        assertThat(tokens("aaa")).containsExactly("xxrep", "3", "a");
        assertThat(tokens("aab")).containsExactly("aab");
    }

    @Test
    void marksRepeatedWords() {
        assertThat(tokens("it is very very very very good")).containsExactly("it", "is", "xxwrep", "4", "very", "good");
        assertThat(tokens("no no")).containsExactly("no", "no");
    }

    @Test
    void marksCapitals() {
        assertThat(tokens("THE Court HELD")).containsExactly("xxup", "the", "xxmaj", "court", "xxup", "held");
        assertThat(tokens("I saw A cat")).containsExactly("i", "saw", "a", "cat");
    }

    @Test
    void leavesMixedCaseAndAccentedCapitalsUnmarked() {
        assertThat(tokens("McDonald")).containsExactly("mcdonald");
        assertThat(tokens("Élan vital")).containsExactly("élan", "vital");
    }

    @Test
    void testsCapitalsBeforePunctuationIsSplitOff() {
        assertThat(tokens("Yes, (No)")).containsExactly("xxmaj", "yes", ",", "(", "no", ")");
        assertThat(tokens("U.S. law")).containsExactly("xxup", "u.s", ".", "law");
    }

    @Test
    void resolvesHtmlAndItsRemnants() {
        // fastai's replacement of "amp;" leaves the ampersand before it: two of them.
        assertThat(tokens("it#39;s 5 &lt; 6 &amp; caf&eacute;<br />next"))
                .containsExactly("it", "'s", "5", "<", "6", "&", "&", "café", "\n", "next");
        assertThat(tokens("a quot;b #36;5 &#8220;c&#x201d;")).containsExactly("a", "'", "b", "$", "5", "“", "c", "”");
        assertThat(tokens("2 @.@ 5 well @-@ known <unk>")).containsExactly("2.5", "well", "-", "known", "xxunk");
        assertThat(tokens("wait...")).containsExactly("wait", "…");
    }

    @Test
    void putsSpacesAroundSlashes() {
        assertThat(tokens("and/or #5 a\\b")).containsExactly("and", "/", "or", "#", "5", "a", "\\", "b");
    }

    @Test
    void splitsContractionsAndPossessives() {
        assertThat(tokens("I can't, they've; the tenant's cannot"))
                .containsExactly("i", "ca", "n't", ",", "they", "'ve", ";", "the", "tenant", "'s", "can", "not");
    }

    @Test
    void splitsUnitsCurrenciesHyphensAndKeepsNumbers() {
        assertThat(tokens("$1,200.50 for 10km of so-called e-mail."))
                .containsExactly("$", "1,200.50", "for", "10", "km", "of", "so", "-", "called", "e", "-", "mail", ".");
    }

    @Test
    void keepsAbbreviationsEmoticonsAndAddresses() {
        assertThat(tokens("e.g. at 5 p.m. :) see docs.example.org, ask help@example.org"))
                .containsExactly(
                        "e.g.", "at", "5", "p.m.", ":)", "see", "docs.example.org", ",", "ask", "help@example.org");
    }

    @Test
    void makesTokensOfLineBreaks() {
        assertThat(tokens("one\n\ntwo \n three")).containsExactly("one", "\n\n", "two", "\n▁", "three");
    }

    @Test
    void knowsWhereTokensCameFrom() {
        assertThat(surface("The caf&eacute; is SO goooood"))
                .containsExactly("", "The", "caf&eacute;", "is", "", "SO", "g", "ooooo", "ooooo", "o", "d");
        assertThat(surface("no no no way")).containsExactly("no no no", "no no no", "no", "way");
    }

    @Test
    void looksWordsUpAndCallsTheRestUnknown() {
        WordTokenizer tokenizer = WordTokenizer.learn(List.of("the lease the lease the lease of"));
        Encoding encoding = tokenizer.encode("the lease ends");
        assertThat(tokenizer.decode(encoding.ids())).isEqualTo("xxbos the lease xxunk");
    }

    @Test
    void neverFailsAndNeverLeavesTheText() {
        String[] parts = {
            "The", "CAN'T", " ", "  ", "\n", "...", "''", "(", ")", "&amp;", "#39;", "İ", "ß", "😀", "\ud83d", "aaaa",
            "x x x x", "5km", "-", "/", "."
        };
        Random random = new Random(5);
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(15); i > 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            String whole = text.toString();
            WordTokenizer.split(whole, (token, start, end) -> {
                assertThat(start).as(whole).isBetween(0, end);
                assertThat(end).as(whole).isLessThanOrEqualTo(whole.length());
                assertThat(token).as(whole).isNotEmpty();
            });
        }
    }
}
