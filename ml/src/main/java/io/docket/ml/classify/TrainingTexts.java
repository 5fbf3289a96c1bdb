package io.docket.ml.classify;

import io.docket.ml.LabelledText;
import io.docket.ml.TextSource;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** All texts of a run, labelled and not, to be passed over several times. */
record TrainingTexts(List<LabelledText> rows, TextSource unlabelled) {

    void forEach(Consumer<String> consumer) throws IOException {
        rows.forEach(row -> consumer.accept(row.text()));
        try (Stream<String> texts = unlabelled.open()) {
            texts.forEach(consumer);
        }
    }
}
