package io.docket.index.query;

import io.docket.index.query.Interpretation.Ignored;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a query into tokens, and notes what cannot be one. Linear in the length of the query. */
final class Lexer {

    private static final Pattern PROXIMITY =
            Pattern.compile("(?:NEAR(?:/(\\d{1,3}))?|(?i:w)/(\\d{1,3})|(?i:pre)/(\\d{1,3}))");
    private static final Pattern FUZZINESS = Pattern.compile("(.+)~(\\d?)");
    private static final Pattern WEIGHT = Pattern.compile("\\^[0-9.]*$");
    private static final int LONGEST_NAME = 20;
    private static final int DEFAULT_DISTANCE = 10;

    private final String query;
    private final List<Token> tokens = new ArrayList<>();
    private final List<Ignored> ignored;
    private int position;

    Lexer(String query, List<Ignored> ignored) {
        this.query = query;
        this.ignored = ignored;
    }

    List<Token> tokens() {
        while (position < query.length()) {
            char c = query.charAt(position);
            if (isSpace(c)) {
                position++;
            } else if (c == '(') {
                single(Token.Type.OPEN);
            } else if (c == ')') {
                single(Token.Type.CLOSE);
            } else if (isQuote(c)) {
                phrase();
            } else if ((c == '+' || c == '-' || c == '!') && startsSomething(position + 1)) {
                single(c == '+' ? Token.Type.PLUS : Token.Type.MINUS);
            } else {
                word();
            }
        }
        return tokens;
    }

    private void single(Token.Type type) {
        tokens.add(new Token(type, position, position + 1, query.substring(position, position + 1), 0));
        position++;
    }

    private boolean startsSomething(int at) {
        if (at >= query.length()) {
            return false;
        }
        char c = query.charAt(at);
        return Character.isLetterOrDigit(c)
                || Character.isSurrogate(c)
                || isQuote(c)
                || c == '('
                || c == '*'
                || c == '?'
                || c == '-'
                || c == '!'
                || c == '+';
    }

    private void phrase() {
        int start = position;
        String text = quoted();
        int slop = 0;
        if (position < query.length() && query.charAt(position) == '~') {
            int digits = position + 1;
            while (digits < query.length() && digits < position + 4 && isDigit(query.charAt(digits))) {
                digits++;
            }
            slop = digits == position + 1 ? DEFAULT_DISTANCE : Integer.parseInt(query.substring(position + 1, digits));
            position = digits;
        }
        if (hasLetterOrDigit(text)) {
            tokens.add(new Token(Token.Type.PHRASE, start, position, text, slop));
        } else {
            ignore(start, position, "there is no word between the quotes");
        }
    }

    /** Reads from the opening quote at the position to behind the closing one, or to the end when it is missing. */
    private String quoted() {
        int start = position;
        StringBuilder text = new StringBuilder();
        position++;
        while (position < query.length() && !isQuote(query.charAt(position))) {
            if (query.charAt(position) == '\\' && position + 1 < query.length()) {
                position++;
            }
            text.append(query.charAt(position++));
        }
        if (position < query.length()) {
            position++;
        } else {
            ignored.add(new Ignored(
                    start,
                    start + 1,
                    query.substring(start, start + 1),
                    "the closing quote is missing: taken to be at the end"));
        }
        return text.toString();
    }

    private void word() {
        int start = position;
        while (position < query.length() && !endsWord(query.charAt(position))) {
            if (query.charAt(position) == ':' && field(start)) {
                return;
            }
            if (query.charAt(position) == '\\' && position + 1 < query.length()) {
                position++;
            }
            position++;
        }
        if (position == start) {
            position++;
        }
        String raw = query.substring(start, position);
        switch (raw) {
            case "AND", "&&" -> tokens.add(new Token(Token.Type.AND, start, position, raw, 0));
            case "OR", "||" -> tokens.add(new Token(Token.Type.OR, start, position, raw, 0));
            case "NOT" -> tokens.add(new Token(Token.Type.NOT, start, position, raw, 0));
            default -> {
                Matcher proximity = PROXIMITY.matcher(raw);
                if (proximity.matches()) {
                    near(proximity, start, raw);
                } else {
                    plainWord(start, raw);
                }
            }
        }
    }

    private void near(Matcher proximity, int start, String raw) {
        boolean ordered = proximity.group(3) != null;
        String digits = ordered
                ? proximity.group(3)
                : Optional.ofNullable(proximity.group(1)).orElse(proximity.group(2));
        int distance = digits == null ? DEFAULT_DISTANCE : Integer.parseInt(digits);
        tokens.add(new Token(ordered ? Token.Type.NEAR_ORDERED : Token.Type.NEAR, start, position, raw, distance));
    }

    private void plainWord(int start, String raw) {
        String text = raw;
        int end = position;
        Matcher weight = WEIGHT.matcher(text);
        if (weight.find()) {
            ignore(start + weight.start(), end, "weights have no effect");
            end = start + weight.start();
            text = text.substring(0, weight.start());
        }
        Matcher fuzziness = FUZZINESS.matcher(text);
        if (fuzziness.matches() && hasLetterOrDigit(fuzziness.group(1)) && !hasWildcard(fuzziness.group(1))) {
            int edits = fuzziness.group(2).isEmpty() ? 2 : Math.min(2, Integer.parseInt(fuzziness.group(2)));
            tokens.add(new Token(Token.Type.FUZZY, start, end, unescape(fuzziness.group(1)), edits));
            return;
        }
        // "Who signed it?" asks a question; only inside a word does the mark stand for a letter
        int marks = text.length();
        while (marks > 0
                && text.charAt(marks - 1) == '?'
                && !text.substring(0, marks - 1).endsWith("\\")) {
            marks--;
        }
        if (marks < text.length() && hasLetterOrDigit(text)) {
            ignore(start + marks, start + text.length(), "a question mark at the end of a word is punctuation");
            text = text.substring(0, marks);
            end = start + marks;
        }
        if (hasWildcard(text)) {
            tokens.add(new Token(Token.Type.WILDCARD, start, end, text, 0));
        } else if (hasLetterOrDigit(text)) {
            tokens.add(new Token(Token.Type.WORD, start, end, unescape(text), 0));
        } else if (end > start) {
            ignore(start, end, "it holds neither letters nor digits");
        }
    }

    /** At a colon behind what began at {@code start}: takes it as a field with its value if there is such a field. */
    private boolean field(int start) {
        if (position - start > LONGEST_NAME) {
            return false;
        }
        String name = query.substring(start, position);
        Optional<QueryField> found = QueryField.named(name);
        if (found.isEmpty()) {
            boolean looksLikeField = name.chars().allMatch(Character::isLetter)
                    && !name.isEmpty()
                    && position + 1 < query.length()
                    && (Character.isLetterOrDigit(query.charAt(position + 1)) || isQuote(query.charAt(position + 1)));
            if (looksLikeField) {
                ignore(start, position + 1, "there is no field \"" + name + "\": taken as a word");
                plainWord(start, name);
                position++;
                return true;
            }
            return false;
        }
        position++;
        tokens.add(new Token(Token.Type.FIELD, start, position, found.get().name(), 0));
        int afterColon = position;
        while (position < query.length() && isSpace(query.charAt(position))) {
            position++;
        }
        if (position >= query.length() || query.charAt(position) == ')' || nextIsField()) {
            position = afterColon;
            return true;
        }
        if (found.get().kind() != QueryField.Kind.WORDS && query.charAt(position) != '(') {
            value();
        }
        return true;
    }

    private boolean nextIsField() {
        int end = position;
        while (end < query.length() && Character.isLetter(query.charAt(end))) {
            end++;
        }
        return end < query.length()
                && query.charAt(end) == ':'
                && QueryField.named(query.substring(position, end)).isPresent();
    }

    private void value() {
        int start = position;
        StringBuilder text = new StringBuilder();
        char c = query.charAt(position);
        if (c == '[' || c == '{') {
            int close = position + 1;
            while (close < query.length() && query.charAt(close) != ']' && query.charAt(close) != '}') {
                close++;
            }
            text.append(query, position + 1, close);
            position = Math.min(query.length(), close + 1);
        } else {
            while (position < query.length() && "<>=".indexOf(query.charAt(position)) >= 0) {
                text.append(query.charAt(position++));
            }
            boolean done = false;
            while (!done && position < query.length()) {
                char next = query.charAt(position);
                if (isQuote(next)) {
                    text.append(quoted());
                } else if (isSpace(next) || next == '(' || next == ')') {
                    done = true;
                } else {
                    text.append(next);
                    position++;
                }
            }
        }
        tokens.add(new Token(Token.Type.VALUE, start, position, text.toString().strip(), 0));
    }

    private void ignore(int start, int end, String reason) {
        ignored.add(new Ignored(start, end, query.substring(start, end), reason));
    }

    private static boolean endsWord(char c) {
        return isSpace(c) || c == '(' || c == ')' || isQuote(c);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\u201c' || c == '\u201d' || c == '\u201e';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean hasLetterOrDigit(String text) {
        return text.codePoints()
                .anyMatch(c -> Character.isLetterOrDigit(c) || Character.getType(c) == Character.OTHER_SYMBOL);
    }

    private static boolean hasWildcard(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '*' || c == '?') {
                return true;
            }
        }
        return false;
    }

    private static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\' && i + 1 < text.length()) {
                i++;
            }
            plain.append(text.charAt(i));
        }
        return plain.toString();
    }
}
