package io.docket.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Extracts a folder of hostile files with a manifest of what is known about each, and compares: every file has an outcome,
 * and the outcome agrees with the tags. Run by {@code deploy/tests/extract-agreement.sh}; not part of the build, because the
 * files are not.
 *
 * <p>A tag is by name and by what a bug report said, so some disagree with reason: they are printed, and at most
 * {@value #TOLERATED} may.
 */
final class AgreementTrial {
    private static final Path FILES = Path.of(System.getProperty("docket.files", "../../shared/data/files"));

    /** Disagreements that were looked at one by one; docs/benchmarks.md lists them. */
    private static final int TOLERATED = 18;

    @TempDir
    private Path directory;

    /** A file with its tags. */
    private record Known(String path, Set<String> tags) {}

    @Test
    void everyOutcomeAgreesWithWhatIsKnownAboutTheFile() throws Exception {
        List<String> disagreements = new ArrayList<>();
        TreeMap<String, Integer> outcomes = new TreeMap<>();
        List<Known> manifest = manifest();
        try (Extractor extractor = new Extractor(ExtractorSettings.defaults())) {
            int number = 0;
            for (Known known : manifest) {
                ExtractionResult family = extractor.extract(ExtractionRequest.of(
                        FILES.resolve(known.path()), known.path(), directory.resolve("" + number++)));
                outcomes.merge(family.root().outcome().name(), 1, Integer::sum);
                if (!agrees(known, family)) {
                    disagreements.add(known.path() + " " + known.tags() + ": "
                            + family.root().outcome() + " " + family.root().reason());
                }
            }
        }

        System.out.println(outcomes);
        disagreements.forEach(System.out::println);
        assertThat(outcomes.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(manifest.size());
        assertThat(disagreements).hasSizeLessThanOrEqualTo(TOLERATED);
    }

    /** Any item of the family may show what the tag says: the encrypted entry of an archive, for example. */
    private static boolean agrees(Known known, ExtractionResult family) {
        Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
        family.items().forEach(item -> outcomes.add(item.outcome()));
        boolean survived = !outcomes.contains(Outcome.CRASHED) || known.tags().contains("fuzzed");
        if (known.tags().contains("encrypted")) {
            return outcomes.contains(Outcome.ENCRYPTED) || known.tags().contains("fuzzed");
        }
        if (known.tags().contains("corrupt")) {
            return survived && outcomes.stream().anyMatch(Outcome::isFailure);
        }
        // Fuzzed and crafted files may well be readable; what counts is that they cost nothing but their own outcome.
        return survived;
    }

    /** The last column holds the tags, separated by bars; quoted fields before it may hold commas. */
    private static List<Known> manifest() throws IOException {
        return Files.readAllLines(FILES.resolve("manifest.csv")).stream()
                .skip(1)
                .map(line -> new Known(
                        line.substring(0, line.indexOf(',')),
                        Set.copyOf(Arrays.asList(
                                line.substring(line.lastIndexOf(',') + 1).split("\\|")))))
                .toList();
    }
}
