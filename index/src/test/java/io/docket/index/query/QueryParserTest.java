package io.docket.index.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.index.query.Interpretation.Ignored;
import io.docket.index.query.Interpretation.Span;
import io.docket.index.query.Interpretation.SpanKind;
import io.docket.index.query.QueryNode.Scope;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

final class QueryParserTest {

    private static final Clock MAY_15 = Clock.fixed(Instant.parse("2024-05-15T10:00:00Z"), ZoneOffset.UTC);

    private static ParsedQuery parse(String query) {
        return new QueryParser(MAY_15).parse(query);
    }

    private static QueryNode word(String text) {
        return new QueryNode.Word(Scope.ANYWHERE, text);
    }

    private static QueryNode dates(String from, String to) {
        return new QueryNode.Dates(
                QueryField.DATE, Instant.parse(from + "T00:00:00Z"), Instant.parse(to + "T00:00:00Z"));
    }

    @Test
    void blankFindsEverything() {
        assertThat(parse("  ").root()).isEqualTo(new QueryNode.All());
    }

    @Test
    void wordsSideBySideMustAllOccurAndOrBindsWeaker() {
        assertThat(parse("a b OR c").root())
                .isEqualTo(new QueryNode.Or(List.of(new QueryNode.And(List.of(word("a"), word("b"))), word("c"))));
    }

    @Test
    void signsConcernTheWholeGroup() {
        assertThat(parse("a OR b -c").root())
                .isEqualTo(new QueryNode.And(
                        List.of(new QueryNode.Or(List.of(word("a"), word("b"))), new QueryNode.Not(word("c")))));
    }

    @Test
    void parenthesesGroup() {
        assertThat(parse("a AND (b OR NOT c)").root())
                .isEqualTo(new QueryNode.And(
                        List.of(word("a"), new QueryNode.Or(List.of(word("b"), new QueryNode.Not(word("c")))))));
    }

    @Test
    void proximityChains() {
        assertThat(parse("a w/5 b w/5 c").root())
                .isEqualTo(new QueryNode.Near(List.of(word("a"), word("b"), word("c")), 5, false));
        assertThat(parse("a pre/2 b").root()).isEqualTo(new QueryNode.Near(List.of(word("a"), word("b")), 2, true));
    }

    @Test
    void wildcardsFuzzyWordsAndPhrases() {
        assertThat(parse("wom?n").root()).isEqualTo(new QueryNode.Wildcard(Scope.ANYWHERE, "wom?n"));
        assertThat(parse("contract*").root()).isEqualTo(new QueryNode.Wildcard(Scope.ANYWHERE, "contract*"));
        assertThat(parse("mispelt~1").root()).isEqualTo(new QueryNode.Fuzzy(Scope.ANYWHERE, "mispelt", 1));
        assertThat(parse("\"hold harmless\"~3").root())
                .isEqualTo(new QueryNode.Phrase(Scope.ANYWHERE, "hold harmless", 3));
        assertThat(parse("who signed it?").root())
                .isEqualTo(new QueryNode.And(List.of(word("who"), word("signed"), word("it"))));
    }

    @Test
    void fieldsWithTheirValues() {
        assertThat(parse("label:\"non disclosure\" confidence:>0.9").root())
                .isEqualTo(new QueryNode.And(List.of(
                        new QueryNode.Value(QueryField.LABEL, "non disclosure"),
                        new QueryNode.Confidence(9001, 10_000))));
        assertThat(parse("confidence:80%..95%").root()).isEqualTo(new QueryNode.Confidence(8000, 9500));
        assertThat(parse("custodian:(ada OR grace)").root())
                .isEqualTo(new QueryNode.Or(List.of(
                        new QueryNode.Word(Scope.CUSTODIAN, "ada"), new QueryNode.Word(Scope.CUSTODIAN, "grace"))));
        assertThat(parse("type:(pdf OR mail)").root())
                .isEqualTo(new QueryNode.Or(List.of(
                        new QueryNode.Value(QueryField.TYPE, "pdf"), new QueryNode.Value(QueryField.TYPE, "mail"))));
        assertThat(parse("size:>10mb").root()).isEqualTo(new QueryNode.Size(10 * 1024 * 1024 + 1, Long.MAX_VALUE));
        assertThat(parse("label: nda").root()).isEqualTo(new QueryNode.Value(QueryField.LABEL, "nda"));
    }

    @Test
    void datesInNumbersAndWords() {
        assertThat(parse("date:2023").root()).isEqualTo(dates("2023-01-01", "2024-01-01"));
        assertThat(parse("date:2023-02").root()).isEqualTo(dates("2023-02-01", "2023-03-01"));
        assertThat(parse("date:2023..2024-03-05").root()).isEqualTo(dates("2023-01-01", "2024-03-06"));
        assertThat(parse("date:[2023-01-01 TO 2023-06-30]").root()).isEqualTo(dates("2023-01-01", "2023-07-01"));
        assertThat(parse("date:\"last month\"").root()).isEqualTo(dates("2024-04-01", "2024-05-01"));
        assertThat(parse("date:last-week").root()).isEqualTo(dates("2024-05-06", "2024-05-13"));
        assertThat(parse("date:\"last 30 days\"").root()).isEqualTo(dates("2024-04-15", "2024-05-16"));
        assertThat(parse("before:2024").root())
                .isEqualTo(new QueryNode.Dates(QueryField.DATE, Instant.MIN, Instant.parse("2024-01-01T00:00:00Z")));
    }

    @Test
    void saysWhatItIgnoredAndWhere() {
        ParsedQuery parsed = parse("merger ) label: date:soon ^ AND");
        assertThat(parsed.root()).isEqualTo(word("merger"));
        assertThat(parsed.interpretation().ignored())
                .extracting(Ignored::text)
                .containsExactly(")", "label:", "soon", "^", "AND");
        assertThat(parsed.interpretation().spans())
                .contains(new Span(0, 6, SpanKind.WORD), new Span(7, 8, SpanKind.IGNORED));
        assertThat(parsed.interpretation().understood()).isEqualTo("word: merger");
    }

    @Test
    void unknownFieldsAreWords() {
        assertThat(parse("foo:bar").root()).isEqualTo(new QueryNode.And(List.of(word("foo"), word("bar"))));
        assertThat(parse("10:30").root()).isEqualTo(word("10:30"));
        assertThat(parse("https://a.example/x").root()).isEqualTo(word("https://a.example/x"));
    }

    @Test
    void saysInWordsWhatWasUnderstood() {
        assertThat(parse("indemnity clause label:nda -\"hold harmless\" after:2023")
                        .interpretation()
                        .understood())
                .isEqualTo("words: indemnity, clause; label is nda; date from 2024-01-01; "
                        + "not phrase: \u201chold harmless\u201d");
    }

    @Test
    void everyFieldsExampleIsUnderstood() {
        for (QueryField field : QueryField.values()) {
            ParsedQuery parsed = parse(field.example());
            assertThat(parsed.interpretation().ignored()).as(field.example()).isEmpty();
            assertThat(parsed.root()).as(field.example()).isNotEqualTo(new QueryNode.All());
        }
    }

    @Test
    void limitsLengthDepthAndConditions() {
        assertThat(parse("(".repeat(1000) + "a" + ")".repeat(1000)).root()).isEqualTo(word("a"));
        ParsedQuery many = parse("a ".repeat(5000));
        assertThat(many.root()).isInstanceOf(QueryNode.And.class);
        assertThat(((QueryNode.And) many.root()).operands()).hasSize(QueryParser.MAX_CONDITIONS);
        assertThat(many.interpretation().ignored()).isNotEmpty();
        assertThat(parse("a".repeat(100_000)).interpretation().ignored()).isNotEmpty();
    }
}
