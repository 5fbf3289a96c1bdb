package io.docket.ml.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Learns the pieces of a {@link SubwordTokenizer} from text by byte-pair encoding: add texts, then call {@link #train}. The same
 * texts give the same pieces, in whatever order they are added. For one thread.
 *
 * <p>Memory grows with the number of distinct chunks; twenty million words of mixed English need some hundred megabytes.
 */
public final class SubwordTrainer {
    /** Characters rarer than this in the texts are left to bytes. */
    private static final int MIN_CHARACTER_COUNT = 40;

    private static final int MAX_ALPHABET = 512;
    /** Chunks seen less often teach spelling mistakes rather than pieces. */
    private static final int MIN_CHUNK_COUNT = 3;

    private final Map<String, long[]> chunks = new HashMap<>();

    /** Counts the chunks of one more text. */
    public void add(String text) {
        NormalizedText normalized = NormalizedText.of(text);
        Chunker.cut(normalized, new CountingSink(normalized));
    }

    private final class CountingSink implements Chunker.Sink {
        private final NormalizedText text;

        CountingSink(NormalizedText text) {
            this.text = text;
        }

        @Override
        public void chunk(boolean afterSpace, int from, int to) {
            String plain = new String(text.lower(), from, to - from);
            increment(afterSpace ? NormalizedText.SPACE_MARK + plain : plain);
        }

        @Override
        public void count(int repetitions, int from, int to) {
            increment(Integer.toString(repetitions));
        }

        @Override
        public void mark(int specialId, int from, int to) {
            // marks are fixed pieces: nothing to learn
        }

        @Override
        public void lineBreak(int from, int to) {
            // likewise
        }
    }

    private void increment(String chunk) {
        chunks.computeIfAbsent(chunk, key -> new long[1])[0]++;
    }

    /**
     * Learns the pieces.
     *
     * @param size how many pieces to end with; fewer when the texts do not hold as many
     * @throws IllegalArgumentException when {@code size} leaves no room behind the marks, bytes and alphabet
     */
    public SubwordTokenizer train(int size) {
        List<String> pieces = SubwordTokenizer.fixedPieces();
        pieces.addAll(alphabet());
        if (size <= pieces.size()) {
            throw new IllegalArgumentException(
                    "A subword vocabulary of " + size + " has no room behind " + pieces.size() + " fixed pieces");
        }
        List<Map.Entry<String, long[]>> words = chunks.entrySet().stream()
                .filter(entry -> entry.getValue()[0] >= MIN_CHUNK_COUNT)
                .sorted(Map.Entry.comparingByKey())
                .toList();
        PairMerger merger = new PairMerger(pieces);
        for (Map.Entry<String, long[]> word : words) {
            merger.add(word.getKey(), word.getValue()[0]);
        }
        merger.mergeUntil(size);
        return new SubwordTokenizer(merger.pieces());
    }

    private List<String> alphabet() {
        Map<Integer, long[]> counts = new HashMap<>();
        for (Map.Entry<String, long[]> chunk : chunks.entrySet()) {
            chunk.getKey()
                    .codePoints()
                    .forEach(character ->
                            counts.computeIfAbsent(character, key -> new long[1])[0] += chunk.getValue()[0]);
        }
        for (int character = '!'; character < 0x7f; character++) { // all of ASCII, however small the sample
            if (character < 'A' || character > 'Z') {
                counts.computeIfAbsent(character, key -> new long[1])[0] += MIN_CHARACTER_COUNT;
            }
        }
        counts.put((int) NormalizedText.SPACE_MARK, new long[] {Long.MAX_VALUE});
        Comparator<Map.Entry<Integer, long[]>> frequentFirst = Comparator.comparingLong(
                        (Map.Entry<Integer, long[]> entry) -> entry.getValue()[0])
                .reversed()
                .thenComparing(Map.Entry.comparingByKey());
        List<String> alphabet = new ArrayList<>();
        counts.entrySet().stream()
                .filter(entry -> entry.getValue()[0] >= MIN_CHARACTER_COUNT)
                .sorted(frequentFirst)
                .limit(MAX_ALPHABET)
                .forEach(entry -> alphabet.add(Character.toString(entry.getKey())));
        return alphabet;
    }
}
