package io.docket.index.query;

import io.docket.index.query.Interpretation.Ignored;
import io.docket.index.query.Interpretation.Span;
import io.docket.index.query.Interpretation.SpanKind;
import io.docket.index.query.QueryNode.Scope;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads queries. Whatever is typed, it answers with the conditions it understood and says what it ignored; it never throws
 * at a person. Work and result are bounded: {@value #MAX_LENGTH} characters, {@value #MAX_CONDITIONS} conditions,
 * {@value #MAX_DEPTH} nested parentheses; the rest is ignored, and said to be. Safe for use by several threads.
 *
 * <p>Words side by side must all occur. {@code OR} binds weaker than that, {@code NOT} tighter; a leading {@code +} or
 * {@code -} concerns the whole group it stands in, so that {@code a OR b -c} means what it means in every search box.
 */
public final class QueryParser {

    /** Most characters read. */
    public static final int MAX_LENGTH = 16_384;

    /** Most conditions kept. */
    public static final int MAX_CONDITIONS = 1_000;

    /** Most nested parentheses. */
    public static final int MAX_DEPTH = 40;

    private final Clock clock;

    /** A parser that reads "last month" by this clock. */
    public QueryParser(Clock clock) {
        this.clock = clock;
    }

    /** Reads a query. */
    public ParsedQuery parse(String query) {
        List<Ignored> ignored = new ArrayList<>();
        String read = query;
        if (query.length() > MAX_LENGTH) {
            read = query.substring(0, MAX_LENGTH);
            ignored.add(new Ignored(
                    MAX_LENGTH, query.length(), "", "only the first " + MAX_LENGTH + " characters are read"));
        }
        List<Token> tokens = balanced(new Lexer(read, ignored).tokens(), ignored);
        Run run = new Run(tokens, ignored);
        QueryNode root = run.group(Scope.ANYWHERE, Optional.empty()).orElseGet(QueryNode.All::new);
        List<Span> spans = new ArrayList<>(run.spans);
        for (Ignored piece : ignored) {
            if (piece.end() > piece.start() && piece.end() <= read.length()) {
                spans.add(new Span(piece.start(), piece.end(), SpanKind.IGNORED));
            }
        }
        spans.sort(Comparator.comparingInt(Span::start));
        ignored.sort(Comparator.comparingInt(Ignored::start));
        return new ParsedQuery(root, new Interpretation(query, Description.of(root, clock.getZone()), spans, ignored));
    }

    /** Drops parentheses without partner and those nested too deep. */
    private static List<Token> balanced(List<Token> tokens, List<Ignored> ignored) {
        boolean[] dropped = new boolean[tokens.size()];
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.type() == Token.Type.OPEN) {
                open.push(i);
                if (open.size() > MAX_DEPTH) {
                    dropped[i] = true;
                    ignored.add(ignored(token, "parentheses are nested too deep"));
                }
            } else if (token.type() == Token.Type.CLOSE) {
                if (open.isEmpty()) {
                    dropped[i] = true;
                    ignored.add(ignored(token, "it closes nothing"));
                } else {
                    dropped[i] = dropped[open.pop()];
                }
            }
        }
        for (int i : open) {
            if (!dropped[i]) {
                dropped[i] = true;
                ignored.add(ignored(tokens.get(i), "it is never closed"));
            }
        }
        List<Token> kept = new ArrayList<>(tokens.size());
        for (int i = 0; i < tokens.size(); i++) {
            if (!dropped[i]) {
                kept.add(tokens.get(i));
            }
        }
        return kept;
    }

    private static Ignored ignored(Token token, String reason) {
        return new Ignored(token.start(), token.end(), token.text(), reason);
    }

    /** One reading: recursive descent over balanced tokens, so its depth is bounded by {@link #MAX_DEPTH}. */
    private final class Run {
        private final List<Token> tokens;
        private final List<Ignored> ignored;
        private final List<Span> spans = new ArrayList<>();
        private int next;
        private int conditions;

        Run(List<Token> tokens, List<Ignored> ignored) {
            this.tokens = tokens;
            this.ignored = ignored;
        }

        private boolean more() {
            return next < tokens.size() && tokens.get(next).type() != Token.Type.CLOSE;
        }

        private void span(Token token, SpanKind kind) {
            spans.add(new Span(token.start(), token.end(), kind));
        }

        private void ignore(Token token, String reason) {
            ignored.add(QueryParser.ignored(token, reason));
        }

        /** Alternatives, with what {@code +} and {@code -} demand of all of them. Ends at a closing parenthesis. */
        Optional<QueryNode> group(Scope scope, Optional<QueryField> field) {
            List<QueryNode> demanded = new ArrayList<>();
            List<QueryNode> alternatives = new ArrayList<>();
            List<QueryNode> together = new ArrayList<>();
            while (more()) {
                Token token = tokens.get(next);
                if (token.type() == Token.Type.OR) {
                    next++;
                    if ((together.isEmpty() && alternatives.isEmpty()) || !more()) {
                        ignore(token, "OR needs something on both sides");
                    } else {
                        span(token, SpanKind.OPERATOR);
                        all(together).ifPresent(alternatives::add);
                        together = new ArrayList<>();
                    }
                } else if (token.type() == Token.Type.AND) {
                    next++;
                    if (together.isEmpty() || !more()) {
                        ignore(token, "AND needs something on both sides");
                    } else {
                        span(token, SpanKind.OPERATOR);
                    }
                } else if (token.type() == Token.Type.PLUS || token.type() == Token.Type.MINUS) {
                    negatable(scope, field).ifPresent(demanded::add);
                } else {
                    negatable(scope, field).ifPresent(together::add);
                }
            }
            all(together).ifPresent(alternatives::add);
            List<QueryNode> everything = new ArrayList<>();
            if (alternatives.size() == 1 && alternatives.getFirst() instanceof QueryNode.And and) {
                everything.addAll(and.operands());
            } else if (alternatives.size() == 1) {
                everything.add(alternatives.getFirst());
            } else if (!alternatives.isEmpty()) {
                everything.add(new QueryNode.Or(alternatives));
            }
            everything.addAll(demanded);
            return all(everything);
        }

        private Optional<QueryNode> all(List<QueryNode> operands) {
            return switch (operands.size()) {
                case 0 -> Optional.empty();
                case 1 -> Optional.of(operands.getFirst());
                default -> Optional.of(new QueryNode.And(operands));
            };
        }

        private Optional<QueryNode> negatable(Scope scope, Optional<QueryField> field) {
            boolean negative = false;
            Token sign = tokens.get(next);
            List<Token> signs = new ArrayList<>();
            while (more()) {
                sign = tokens.get(next);
                if (sign.type() == Token.Type.NOT || sign.type() == Token.Type.MINUS) {
                    negative = !negative;
                } else if (sign.type() != Token.Type.PLUS) {
                    break;
                }
                signs.add(sign);
                next++;
            }
            boolean operandFollows = more() && (startsOperand(tokens.get(next)) || isNear(tokens.get(next)));
            Optional<QueryNode> operand = operandFollows ? proximity(scope, field) : Optional.empty();
            for (Token each : signs) {
                if (operand.isPresent()) {
                    span(each, SpanKind.OPERATOR);
                } else {
                    ignore(each, "nothing follows it");
                }
            }
            boolean negated = negative;
            return operand.map(node -> negated ? new QueryNode.Not(node) : node);
        }

        private Optional<QueryNode> proximity(Scope scope, Optional<QueryField> field) {
            Optional<QueryNode> left = primary(scope, field);
            while (more() && isNear(tokens.get(next))) {
                Token operator = tokens.get(next++);
                boolean operandFollows = more() && startsOperand(tokens.get(next));
                Optional<QueryNode> right = operandFollows ? primary(scope, field) : Optional.empty();
                boolean close = left.filter(Run::hasPositions).isPresent()
                        && right.filter(Run::hasPositions).isPresent();
                if (close) {
                    span(operator, SpanKind.OPERATOR);
                    boolean ordered = operator.type() == Token.Type.NEAR_ORDERED;
                    List<QueryNode> operands = new ArrayList<>();
                    // a w/5 b w/5 c: one condition over three
                    if (left.get() instanceof QueryNode.Near near
                            && near.distance() == operator.number()
                            && near.ordered() == ordered) {
                        operands.addAll(near.operands());
                    } else {
                        operands.add(left.get());
                    }
                    operands.add(right.get());
                    left = Optional.of(new QueryNode.Near(operands, operator.number(), ordered));
                } else {
                    ignore(operator, "it needs words or phrases on both sides");
                    List<QueryNode> both = new ArrayList<>();
                    left.ifPresent(both::add);
                    right.ifPresent(both::add);
                    left = all(both);
                }
            }
            return left;
        }

        private static boolean isNear(Token token) {
            return token.type() == Token.Type.NEAR || token.type() == Token.Type.NEAR_ORDERED;
        }

        private static boolean startsOperand(Token token) {
            return switch (token.type()) {
                case OPEN, WORD, WILDCARD, FUZZY, PHRASE, FIELD, VALUE -> true;
                case CLOSE, AND, OR, NOT, MINUS, PLUS, NEAR, NEAR_ORDERED -> false;
            };
        }

        private static boolean hasPositions(QueryNode node) {
            return switch (node) {
                case QueryNode.Word word -> true;
                case QueryNode.Phrase phrase -> true;
                case QueryNode.Wildcard wildcard -> true;
                case QueryNode.Fuzzy fuzzy -> true;
                case QueryNode.Near near -> true;
                case QueryNode.Or or -> or.operands().stream().allMatch(Run::hasPositions);
                case QueryNode.All all -> false;
                case QueryNode.And and -> false;
                case QueryNode.Not not -> false;
                case QueryNode.Value value -> false;
                case QueryNode.Confidence confidence -> false;
                case QueryNode.Dates dates -> false;
                case QueryNode.Size size -> false;
            };
        }

        private Optional<QueryNode> primary(Scope scope, Optional<QueryField> field) {
            Token token = tokens.get(next++);
            return switch (token.type()) {
                case OPEN -> {
                    span(token, SpanKind.OPERATOR);
                    Optional<QueryNode> inner = group(scope, field);
                    span(tokens.get(next), SpanKind.OPERATOR);
                    next++;
                    yield inner;
                }
                case FIELD -> field(token);
                case WORD, WILDCARD, FUZZY, PHRASE, VALUE ->
                    field.isPresent() ? value(field.get(), token) : words(scope, token);
                case NEAR, NEAR_ORDERED -> {
                    ignore(token, "it needs words or phrases on both sides");
                    yield Optional.empty();
                }
                case CLOSE, AND, OR, NOT, MINUS, PLUS ->
                    throw new IllegalStateException("the grammar does not reach primary with " + token.type());
            };
        }

        private Optional<QueryNode> field(Token token) {
            QueryField field = QueryField.valueOf(token.text());
            boolean valueFollows = more()
                    && startsOperand(tokens.get(next))
                    && tokens.get(next).type() != Token.Type.FIELD;
            if (!valueFollows) {
                ignored.add(new Ignored(
                        token.start(),
                        token.end(),
                        field.fieldName() + ":",
                        "no value follows, as in " + field.example()));
                return Optional.empty();
            }
            span(token, SpanKind.FIELD);
            if (field.kind() == QueryField.Kind.WORDS) {
                return primary(Scope.of(field), Optional.empty());
            }
            return primary(Scope.ANYWHERE, Optional.of(field));
        }

        private boolean withinLimit(Token token) {
            if (conditions < MAX_CONDITIONS) {
                conditions++;
                return true;
            }
            ignore(token, "a query holds at most " + MAX_CONDITIONS + " conditions");
            return false;
        }

        private Optional<QueryNode> words(Scope scope, Token token) {
            if (!withinLimit(token)) {
                return Optional.empty();
            }
            if (token.type() == Token.Type.WILDCARD && token.text().chars().allMatch(c -> c == '*')) {
                span(token, SpanKind.WILDCARD);
                return Optional.of(new QueryNode.All());
            }
            return switch (token.type()) {
                case WILDCARD -> {
                    span(token, SpanKind.WILDCARD);
                    yield Optional.of(new QueryNode.Wildcard(scope, token.text()));
                }
                case FUZZY -> {
                    span(token, SpanKind.FUZZY);
                    yield Optional.of(new QueryNode.Fuzzy(scope, token.text(), token.number()));
                }
                case PHRASE -> {
                    span(token, SpanKind.PHRASE);
                    yield Optional.of(new QueryNode.Phrase(scope, token.text(), token.number()));
                }
                default -> {
                    span(token, SpanKind.WORD);
                    yield Optional.of(new QueryNode.Word(scope, token.text()));
                }
            };
        }

        private Optional<QueryNode> value(QueryField field, Token token) {
            if (!withinLimit(token)) {
                return Optional.empty();
            }
            Optional<QueryNode> node = ValueReader.read(field, token.text(), clock);
            if (node.isPresent()) {
                span(token, SpanKind.VALUE);
            } else {
                ignore(token, "it cannot be read as a value of " + field.fieldName() + ", as in " + field.example());
            }
            return node;
        }
    }
}
