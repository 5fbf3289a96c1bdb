package io.docket.web.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Where names stand on the map of a grouping. */
class GroupingMapTest {

    @Test
    void namesAtTheEdgesAreNotCutOff() {
        GroupedResult result = new GroupedResult(List.of(
                group(List.of("governing law", "agreement", "clause"), GroupedResult.WIDTH),
                group(List.of("crane", "quay"), 0),
                group(List.of("roses"), 500)));
        GroupingMap map = new GroupingMap(
                new Grouping("", "[]", 3, "{}", Instant.EPOCH, "reviewer"),
                result,
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of());

        assertThat(map.rows()).extracting(GroupingMap.Row::shortName).contains("governing law, agreement");
        assertThat(map.rows()).extracting(GroupingMap.Row::x).last().isEqualTo(500);
        for (GroupingMap.Row row : map.rows()) {
            int half = 7 * row.shortName().length();
            assertThat(row.x()).isBetween(half, GroupedResult.WIDTH - half);
        }
    }

    private static GroupedResult.Group group(List<String> terms, int x) {
        return new GroupedResult.Group(terms, List.of(UUID.randomUUID()), List.of(new int[] {x, 100}));
    }
}
