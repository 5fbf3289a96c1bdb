package io.docket.ml.train;

import io.docket.ml.TextSource;
import io.docket.ml.text.Encoding;
import io.docket.ml.text.Tokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Texts as a stream of tokens, with the counts of the original that make perplexities of different vocabularies comparable.
 *
 * @param stream the tokens
 * @param words maximal runs without white space
 * @param characters Unicode code points
 */
public record EncodedText(TokenStream stream, long words, long characters) {

    /** Encodes all texts; the ids are held in memory, two bytes each. */
    public static EncodedText encode(TextSource texts, Tokenizer tokenizer) throws IOException {
        List<int[]> documents = new ArrayList<>();
        long words = 0;
        long characters = 0;
        try (Stream<String> open = texts.open()) {
            for (Iterator<String> each = open.iterator(); each.hasNext(); ) {
                String text = each.next();
                Encoding encoding = tokenizer.encode(text);
                int[] ids = new int[encoding.size()];
                for (int i = 0; i < ids.length; i++) {
                    ids[i] = encoding.id(i);
                }
                documents.add(ids);
                words += words(text);
                characters += text.codePointCount(0, text.length());
            }
        }
        return new EncodedText(TokenStream.of(documents), words, characters);
    }

    private static long words(String text) {
        long words = 0;
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            boolean blank = Character.isWhitespace(text.charAt(i));
            words += !blank && !inside ? 1 : 0;
            inside = !blank;
        }
        return words;
    }
}
