package io.docket.web.grouping;

import io.docket.index.ClusterRequest;
import io.docket.web.review.TagSets;
import io.docket.web.taxonomy.Classifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the page of a grouping shows. Public for templates.
 *
 * @param grouping what was grouped
 * @param result the groups
 * @param chosen place of the group whose documents are listed
 * @param documents the documents nearest to its middle
 * @param classifiers those that the group can become a label of
 * @param tagSets those whose tags its documents can get
 * @param acts what was made of the group lately
 */
public record GroupingMap(
        Grouping grouping,
        GroupedResult result,
        int chosen,
        List<GroupDocument> documents,
        List<Classifier> classifiers,
        List<TagSets.TagSetWithTags> tagSets,
        List<GroupActs.Act> acts) {

    /** As many hues as tokens.css defines. */
    private static final int HUES = 12;

    /** Height of a name, and width of one of its letters, in the units of the drawing: those of support.css on a phone. */
    private static final int LINE = 30;

    private static final int LETTER = 14;

    /** Words of a name that fit on the map. */
    private static final int WORDS_ON_MAP = 2;

    /**
     * A group on the page.
     *
     * @param number from 1
     * @param path all its documents as dots: a path of lines without length, whose round ends are drawn
     * @param x where its name stands: the middle of its documents, or as near to it as the edge allows
     */
    public record Row(
            int index, int number, String name, String shortName, int size, double share, String path, int x, int y) {
        /** Style class of its colour. */
        public String hue() {
            return "hue-" + index % HUES;
        }

        /** Whether the names would overlap on the map of a phone, where they are largest. */
        boolean runsInto(Row other) {
            return Math.abs(y - other.y) < LINE
                    && 2 * Math.abs(x - other.x) < LETTER * (shortName.length() + other.shortName.length());
        }
    }

    /** The rows whose names stand on the map: the chosen one's, then the largest that run into no other name. */
    public List<Row> named() {
        List<Row> named = new ArrayList<>(List.of(row()));
        rows().stream()
                .sorted(Comparator.comparingInt(Row::size).reversed())
                .filter(row -> named.stream().noneMatch(row::runsInto))
                .forEach(named::add);
        return named;
    }

    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (GroupedResult.Group group : result.groups()) {
            int index = rows.size();
            String shortName =
                    String.join(", ", group.terms().stream().limit(WORDS_ON_MAP).toList());
            rows.add(new Row(
                    index,
                    index + 1,
                    group.name(),
                    shortName,
                    group.documents().size(),
                    (double) group.documents().size() / result.grouped(),
                    path(group),
                    onTheMap(median(group, 0), shortName),
                    median(group, 1)));
        }
        return rows;
    }

    /** The group whose documents are listed. */
    public Row row() {
        return rows().get(chosen);
    }

    public boolean isChosen(Row row) {
        return row.index() == chosen;
    }

    public int width() {
        return GroupedResult.WIDTH;
    }

    public int height() {
        return GroupedResult.HEIGHT;
    }

    /** Whether the result was too large to be grouped whole. */
    public boolean sampled() {
        return grouping.total() > ClusterRequest.MOST_DOCUMENTS;
    }

    /** How many documents of a result that was grouped whole are in no group, since they have no words to compare. */
    public long wordless() {
        return sampled() ? 0 : grouping.total() - result.grouped();
    }

    /** A first word for the label's name. */
    public String proposedLabel() {
        List<String> terms = result.groups().get(chosen).terms();
        return terms.isEmpty()
                ? ""
                : Character.toUpperCase(terms.getFirst().charAt(0))
                        + terms.getFirst().substring(1);
    }

    /** Most documents that become examples at once. */
    public int mostExamples() {
        return Math.min(Groupings.MOST_EXAMPLES, row().size());
    }

    /** As near to a place as a name can stand without being cut off at the edge. */
    private static int onTheMap(int x, String name) {
        int half = Math.min(GroupedResult.WIDTH, LETTER * name.length()) / 2;
        return Math.clamp(x, half, GroupedResult.WIDTH - half);
    }

    private static String path(GroupedResult.Group group) {
        StringBuilder path = new StringBuilder();
        group.points().forEach(point -> path.append('M')
                .append(point[0])
                .append(' ')
                .append(point[1])
                .append("h0"));
        return path.toString();
    }

    private static int median(GroupedResult.Group group, int coordinate) {
        int[] sorted = group.points().stream()
                .mapToInt(point -> point[coordinate])
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }
}
