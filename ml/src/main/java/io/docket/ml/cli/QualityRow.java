package io.docket.ml.cli;

import io.docket.ml.ModelKind;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Errors in per cent on the validation part of one set; the mean over draws where there are several.
 *
 * @param set name of the set
 * @param labels "all" or the number of labelled rows
 * @param draws how many samples of rows were drawn
 * @param linear of the linear model
 * @param semiSupervised of the semi-supervised linear model
 * @param ulmfit of the fine-tuned language model
 * @param champion of what would be deployed
 * @param champions what would be deployed and in how many draws
 * @param fastText of fastText
 * @param fastTextVectors of fastText with pretrained vectors
 * @param minutes to train our candidates, mean per draw
 * @param docsPerSecond that the champion labels, the smallest of the draws
 */
record QualityRow(
        String set,
        String labels,
        int draws,
        OptionalDouble linear,
        OptionalDouble semiSupervised,
        OptionalDouble ulmfit,
        OptionalDouble champion,
        Map<ModelKind, Integer> champions,
        OptionalDouble fastText,
        OptionalDouble fastTextVectors,
        double minutes,
        double docsPerSecond) {

    static final String HEADER =
            "| set | labels | linear | semi-supervised | ULMFiT | champion | fastText | fastText + vectors | minutes | docs/s |\n"
                    + "|---|---|---|---|---|---|---|---|---|---|";

    String markdown() {
        Function<OptionalDouble, String> figure =
                value -> value.isPresent() ? String.format(Locale.ROOT, "%.2f", value.getAsDouble()) : "–";
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %s %s | %s | %s | %.2f | %.0f |",
                set,
                labels,
                figure.apply(linear),
                figure.apply(semiSupervised),
                figure.apply(ulmfit),
                figure.apply(champion),
                champions.keySet().stream().map(ModelKind::displayName).collect(Collectors.joining(", ", "(", ")")),
                figure.apply(fastText),
                figure.apply(fastTextVectors),
                minutes,
                docsPerSecond);
    }
}
