package io.docket.ml.classify;

import io.docket.ml.Cancellation;
import io.docket.ml.LabelledText;
import io.docket.ml.text.Tokenizer;
import io.docket.ml.train.TokenStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The texts that a language model is tuned on: those of the labelled rows, then a random part of the others, up to a number of
 * tokens. Every text of the source has the same chance, so that a source sorted by date or subject does no harm. For one thread.
 */
final class TextSample {

    private static final double USUAL_CHARACTERS_PER_TOKEN = 4;

    private final TrainingTexts texts;
    private final Tokenizer tokenizer;
    private final long mostTokens;
    private final Cancellation cancellation;
    private final List<int[]> documents = new ArrayList<>();
    private long tokens;
    private long charactersOfRows;

    /**
     * @param mostTokens about so many tokens are taken at most; a last long text may exceed them
     */
    TextSample(TrainingTexts texts, Tokenizer tokenizer, long mostTokens, Cancellation cancellation) {
        this.texts = texts;
        this.tokenizer = tokenizer;
        this.mostTokens = mostTokens;
        this.cancellation = cancellation;
    }

    /** Reads and encodes; the same seed takes the same texts. */
    TokenStream draw(long seed) throws IOException {
        for (LabelledText row : texts.rows()) {
            if (tokens < mostTokens) {
                add(row.text());
                charactersOfRows += row.text().length();
            }
        }
        long wanted = mostTokens - tokens;
        if (wanted > 0) {
            double share = wanted / Math.max(1, characters() / charactersPerToken());
            SplittableRandom random = new SplittableRandom(seed);
            try (Stream<String> others = texts.unlabelled().open()) {
                others.takeWhile(text -> tokens < mostTokens)
                        .filter(text -> share >= 1 || random.nextDouble() < share)
                        .forEach(this::add);
            }
        }
        return TokenStream.of(documents);
    }

    private long characters() throws IOException {
        try (Stream<String> others = texts.unlabelled().open()) {
            return others.peek(text -> cancellation.throwIfCancelled())
                    .mapToLong(String::length)
                    .sum();
        }
    }

    private double charactersPerToken() {
        return tokens == 0 ? USUAL_CHARACTERS_PER_TOKEN : Math.max(1, charactersOfRows) / (double) tokens;
    }

    private void add(String text) {
        cancellation.throwIfCancelled();
        int[] ids = tokenizer.encode(text).ids();
        documents.add(ids);
        tokens += ids.length;
    }
}
