package io.docket.web.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * Files that belong together, with the question a classifier is to answer about them.
 *
 * @param name of the collection
 * @param classifier name of the question, for example “Contract type”
 * @param labels the possible answers
 * @param files all files, in upload order
 */
public record DemoCollection(String name, String classifier, List<String> labels, List<DemoFile> files) {

    /** Every third file of a known type is given away as an example: enough to learn from, and much left to predict. */
    private static final int LABELLED_EACH = 3;

    public DemoCollection {
        labels = List.copyOf(labels);
        files = List.copyOf(files);
    }

    /** The files whose labels are given away. */
    public List<DemoFile> labelled() {
        List<DemoFile> known =
                files.stream().filter(file -> file.type().isPresent()).toList();
        List<DemoFile> labelled = new ArrayList<>();
        for (int i = 0; i < known.size(); i += LABELLED_EACH) {
            labelled.add(known.get(i));
        }
        return labelled;
    }

    /** The label file, {@code path,label} with a header, as a tenant administrator would import it. */
    public String labelsCsv() {
        StringBuilder csv = new StringBuilder("path,label\n");
        for (DemoFile file : labelled()) {
            csv.append('"')
                    .append(file.path().replace("\"", "\"\""))
                    .append("\",")
                    .append(file.type().orElseThrow())
                    .append('\n');
        }
        return csv.toString();
    }
}
