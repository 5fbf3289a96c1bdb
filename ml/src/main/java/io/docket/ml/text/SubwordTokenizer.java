package io.docket.ml.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Byte-pair encoding over lower-case text with capital marks, bytes for characters outside its alphabet. Immutable; one instance
 * serves any number of threads.
 *
 * <p>The pieces in order are the whole tokeniser: a chunk of text begins as single characters, and the two neighbours whose
 * concatenation has the lowest id are joined until no two neighbours join. Ids are laid out as
 * {@link SpecialTokens#ALL}, 256 bytes {@code <0x00>}…{@code <0xFF>}, the line break, the alphabet, then the joined pieces in the
 * order in which training found them. A piece that follows a space begins with U+2581.
 *
 * <p>Sennrich, Haddow, Birch: "Neural machine translation of rare words with subword units", ACL 2016.
 */
public final class SubwordTokenizer implements Tokenizer {
    static final int FIRST_BYTE = SpecialTokens.ALL.size();
    static final int LINE_BREAK = FIRST_BYTE + 256;
    static final int FIRST_CHARACTER = LINE_BREAK + 1;

    private static final int CACHE_SIZE = 1 << 16;

    private final Vocabulary vocabulary;
    private final PieceTable joins;
    private final int[] pieceLengths;
    private final int[] characterIds = new int[0x250];
    private final Map<Integer, Integer> rareCharacterIds = new HashMap<>();
    private final int spaceMarkId;
    /**
     * Chunks already encoded, by hash; a later chunk overwrites an earlier one in the same slot. Threads race on the slots without
     * locks, which is sound because entries have only final fields and every entry is right wherever it is seen.
     */
    private final CachedChunk[] cache = new CachedChunk[CACHE_SIZE];

    private record CachedChunk(String chunk, boolean afterSpace, int[] ids) {}

    /**
     * @param pieces every piece in the order of its id
     * @throws IllegalArgumentException when the list is not laid out as the class describes
     */
    public SubwordTokenizer(List<String> pieces) {
        checkLayout(pieces);
        this.vocabulary = new Vocabulary(pieces);
        this.joins = new PieceTable(pieces, FIRST_CHARACTER);
        this.pieceLengths = pieces.stream().mapToInt(String::length).toArray();
        Arrays.fill(characterIds, -1);
        for (int id = FIRST_CHARACTER; id < pieces.size(); id++) {
            String piece = pieces.get(id);
            int character = piece.codePointAt(0);
            if (piece.length() == Character.charCount(character)) {
                if (character < characterIds.length) {
                    characterIds[character] = id;
                } else {
                    rareCharacterIds.put(character, id);
                }
            }
        }
        this.spaceMarkId = rareCharacterIds.getOrDefault((int) NormalizedText.SPACE_MARK, -1);
        if (spaceMarkId < 0) {
            throw new IllegalArgumentException("The pieces lack U+2581, the mark of a space");
        }
    }

    /** The pieces every tokeniser of this kind begins with: marks, bytes, line break. */
    static List<String> fixedPieces() {
        List<String> pieces = new ArrayList<>(SpecialTokens.ALL);
        for (int value = 0; value < 256; value++) {
            pieces.add(String.format(Locale.ROOT, "<0x%02X>", value));
        }
        pieces.add("\n");
        return pieces;
    }

    private static void checkLayout(List<String> pieces) {
        List<String> fixed = fixedPieces();
        if (pieces.size() < fixed.size() || !pieces.subList(0, fixed.size()).equals(fixed)) {
            throw new IllegalArgumentException("A subword tokeniser begins with the " + SpecialTokens.ALL.size()
                    + " marks, 256 bytes and the line break; this list of " + pieces.size() + " pieces does not");
        }
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public Encoding encode(String text) {
        NormalizedText normalized = NormalizedText.of(text);
        EncodingBuilder encoding = new EncodingBuilder(text.length() / 3 + 16);
        encoding.add(SpecialTokens.BEGIN, 0, 0);
        Chunker.cut(normalized, new EncodingSink(normalized, encoding));
        return encoding.build();
    }

    /** Adds each chunk's pieces to an encoding, with their places in the original text. */
    private final class EncodingSink implements Chunker.Sink {
        private final NormalizedText text;
        private final EncodingBuilder encoding;

        EncodingSink(NormalizedText text, EncodingBuilder encoding) {
            this.text = text;
            this.encoding = encoding;
        }

        @Override
        public void mark(int specialId, int from, int to) {
            encoding.add(specialId, text.start(from), to == from ? text.start(from) : text.end(to - 1));
        }

        @Override
        public void chunk(boolean afterSpace, int from, int to) {
            int[] ids = pieces(afterSpace, text.lower(), from, to);
            int position = from;
            boolean space = afterSpace;
            int pendingBytes = 0;
            for (int id : ids) {
                int start = text.start(position);
                if (id < LINE_BREAK) { // a byte: all bytes of a character stand for the whole of it
                    int character = text.codePointAt(position);
                    encoding.add(id, start, text.end(position + Character.charCount(character) - 1));
                    pendingBytes = pendingBytes == 0 ? utf8Length(character) - 1 : pendingBytes - 1;
                    if (pendingBytes == 0) {
                        position += Character.charCount(character);
                    }
                } else {
                    int length = pieceLengths[id] - (space ? 1 : 0);
                    encoding.add(id, start, length == 0 ? start : text.end(position + length - 1));
                    position += length;
                }
                space = false;
            }
        }

        @Override
        public void count(int repetitions, int from, int to) {
            char[] digits = Integer.toString(repetitions).toCharArray();
            for (int id : pieces(false, digits, 0, digits.length)) {
                encoding.add(id, text.start(from), text.end(to - 1));
            }
        }

        @Override
        public void lineBreak(int from, int to) {
            encoding.add(LINE_BREAK, text.start(from), text.end(to - 1));
        }
    }

    private int[] pieces(boolean afterSpace, char[] characters, int from, int to) {
        int hash = afterSpace ? 1 : 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + characters[i];
        }
        int slot = (hash ^ hash >>> 16) & CACHE_SIZE - 1;
        CachedChunk cached = cache[slot];
        if (cached != null && cached.afterSpace == afterSpace && matches(cached.chunk, characters, from, to)) {
            return cached.ids;
        }
        int[] ids = join(afterSpace, characters, from, to);
        cache[slot] = new CachedChunk(new String(characters, from, to - from), afterSpace, ids);
        return ids;
    }

    private static boolean matches(String chunk, char[] characters, int from, int to) {
        if (chunk.length() != to - from) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (chunk.charAt(i - from) != characters[i]) {
                return false;
            }
        }
        return true;
    }

    private int[] join(boolean afterSpace, char[] characters, int from, int to) {
        int[] ids = new int[4 * (to - from) + 1];
        int size = 0;
        if (afterSpace) {
            ids[size++] = spaceMarkId;
        }
        for (int i = from; i < to; ) {
            int character = Character.codePointAt(characters, i, to);
            int id = characterId(character);
            if (id >= 0) {
                ids[size++] = id;
            } else {
                for (byte value : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
                    ids[size++] = FIRST_BYTE + (value & 0xff);
                }
            }
            i += Character.charCount(character);
        }
        return Arrays.copyOf(ids, joinAll(ids, size));
    }

    /** Joins neighbours in place, lowest id first and leftmost first among equals; returns what is left. */
    private int joinAll(int[] ids, int initialSize) {
        int size = initialSize;
        while (true) {
            int best = Integer.MAX_VALUE;
            int bestPosition = -1;
            for (int i = 0; i + 1 < size; i++) {
                int joined = joins.join(ids[i], ids[i + 1]);
                if (joined >= 0 && joined < best) {
                    best = joined;
                    bestPosition = i;
                }
            }
            if (bestPosition < 0) {
                return size;
            }
            ids[bestPosition] = best;
            System.arraycopy(ids, bestPosition + 2, ids, bestPosition + 1, size - bestPosition - 2);
            size--;
        }
    }

    private int characterId(int character) {
        return character < characterIds.length ? characterIds[character] : rareCharacterIds.getOrDefault(character, -1);
    }

    private static int utf8Length(int character) {
        if (character < 0x80) {
            return 1;
        }
        if (character < 0x800) {
            return 2;
        }
        return character < 0x10000 ? 3 : 4;
    }

    @Override
    public String decode(int[] ids) {
        return new SubwordDecoder(vocabulary).decode(ids);
    }
}
