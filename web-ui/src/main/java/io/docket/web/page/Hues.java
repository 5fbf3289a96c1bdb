package io.docket.web.page;

import io.docket.web.taxonomy.Classifier;
import io.docket.web.taxonomy.Classifiers;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which colour a label has: its place among the labels of its classifier, so that the first twelve never share one. Templates
 * call it {@code hues}.
 */
@Named("hues")
@RequestScoped
public class Hues {
    /** As many hues as tokens.css defines. */
    private static final int HUES = 12;

    private final Classifiers classifiers;
    private Map<String, Map<String, Integer>> places;

    Hues(Classifiers classifiers) {
        this.classifiers = classifiers;
    }

    /** The style class of a label. */
    public String of(String classifierKey, String label) {
        if (places == null) {
            places = load();
        }
        int place =
                places.getOrDefault(classifierKey, Map.of()).getOrDefault(label, Math.floorMod(label.hashCode(), HUES));
        return "hue-" + place % HUES;
    }

    private Map<String, Map<String, Integer>> load() {
        Map<String, Map<String, Integer>> all = new HashMap<>();
        for (Classifier classifier : classifiers.all()) {
            List<Classifiers.LabelCount> labels = classifiers.labels(classifier.id());
            Map<String, Integer> byName = new HashMap<>();
            for (int i = 0; i < labels.size(); i++) {
                byName.put(labels.get(i).name(), i);
            }
            all.put(classifier.key(), byName);
        }
        return all;
    }
}
