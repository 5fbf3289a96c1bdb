package io.docket.ingest.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.docket.ingest.fingerprint.InMemorySignatures;
import io.docket.ingest.fingerprint.MinHashSignature;
import io.docket.ingest.fingerprint.MinHasher;
import io.docket.ingest.fingerprint.NearDuplicateGroups;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Measures the grouping of near-duplicates on variants of real contracts. Originals and variants arrive in random order, as
 * uploads do; a variant is right when its group holds its original.
 */
@Command(
        name = "bench duplicates",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures precision and recall of near-duplicate groups on generated variants of real documents.")
public final class BenchDuplicatesCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "Documents, one JSON object a line with the field 'text'; .gz is unpacked."
                    + " Default: ../shared/data/contracts/cuad.jsonl.gz.")
    private Path file = Path.of("../shared/data/contracts/cuad.jsonl.gz");

    @Option(names = "--threshold", paramLabel = "SIMILARITY", description = "Default: ${DEFAULT-VALUE}.")
    private double threshold = NearDuplicateGroups.DEFAULT_THRESHOLD;

    @Option(names = "--seed", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private long seed = 20261122;

    @Option(names = "--json", description = "Print JSON, one row a line.")
    private boolean json;

    /** Runs the command and ends the process. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchDuplicatesCommand()).execute(arguments));
    }

    /** One document of the trial; {@code original} is its number, {@code variant} null for the original itself. */
    private record Specimen(int original, TextVariant variant, String text) {
        String id() {
            return original + "/" + (variant == null ? "original" : variant);
        }
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isRegularFile(file)) {
            System.err.println(file + " is not a file: name a file with one JSON object a line");
            return 2;
        }
        Random random = new Random(seed);
        List<Specimen> specimens = new ArrayList<>();
        List<String> originals = read();
        for (int i = 0; i < originals.size(); i++) {
            specimens.add(new Specimen(i, null, originals.get(i)));
            for (TextVariant variant : TextVariant.values()) {
                specimens.add(new Specimen(i, variant, variant.of(originals.get(i), random)));
            }
        }
        Collections.shuffle(specimens, random);
        judge(specimens, originals.size());
        return 0;
    }

    private void judge(List<Specimen> specimens, int originals) throws IOException {
        MinHasher hasher = new MinHasher();
        NearDuplicateGroups groups = new NearDuplicateGroups(new InMemorySignatures(), threshold);
        String[] groupOfOriginal = new String[originals];
        MinHashSignature[] ofOriginals = new MinHashSignature[originals];
        List<String> groupIds = new ArrayList<>();
        List<MinHashSignature> signatures = new ArrayList<>();
        long characters = 0;
        long start = System.nanoTime();
        for (Specimen specimen : specimens) {
            characters += specimen.text().length();
            MinHashSignature signature =
                    hasher.signature(new StringReader(specimen.text())).orElseThrow();
            String group = groups.add(specimen.id(), signature).groupId();
            groupIds.add(group);
            signatures.add(signature);
            if (specimen.variant() == null) {
                groupOfOriginal[specimen.original()] = group;
                ofOriginals[specimen.original()] = signature;
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<TextVariant, Integer> grouped = new EnumMap<>(TextVariant.class);
        Map<TextVariant, Integer> found = new EnumMap<>(TextVariant.class);
        int members = 0;
        int own = 0;
        for (int i = 0; i < specimens.size(); i++) {
            Specimen specimen = specimens.get(i);
            String group = groupIds.get(i);
            if (!group.equals(specimen.id())) {
                members++;
                if (group.startsWith(specimen.original() + "/")) {
                    own++;
                }
            }
            if (specimen.variant() != null) {
                if (group.equals(groupOfOriginal[specimen.original()])) {
                    grouped.merge(specimen.variant(), 1, Integer::sum);
                }
                if (signatures.get(i).similarity(ofOriginals[specimen.original()]) >= threshold) {
                    found.merge(specimen.variant(), 1, Integer::sum);
                }
            }
        }
        BenchReport report = new BenchReport(System.out, json);
        report.row("documents", "", specimens.size());
        report.row("groups: members with a principal of their own contract", "%", 100.0 * own / members);
        report.row("neighbours: pairs of one contract among all pairs", "%", 100 * precision(specimens, signatures));
        for (TextVariant variant : TextVariant.values()) {
            report.row(
                    "neighbour of its original: " + variant.description(),
                    "%",
                    100.0 * found.getOrDefault(variant, 0) / originals);
            report.row(
                    "in its original's group: " + variant.description(),
                    "%",
                    100.0 * grouped.getOrDefault(variant, 0) / originals);
        }
        report.row("signatures and grouping", "docs/s", specimens.size() / seconds);
        report.row("signatures and grouping", "MB/s", characters / 1e6 / seconds);
    }

    /** Of all pairs at the threshold, the share of those that come from one contract. */
    private double precision(List<Specimen> specimens, List<MinHashSignature> signatures) {
        long near = 0;
        long own = 0;
        for (int i = 0; i < specimens.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (signatures.get(i).similarity(signatures.get(j)) >= threshold) {
                    near++;
                    own += specimens.get(i).original() == specimens.get(j).original() ? 1 : 0;
                }
            }
        }
        return (double) own / near;
    }

    private List<String> read() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<String> texts = new ArrayList<>();
        try (InputStream bytes = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
                BufferedReader lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String text = mapper.readTree(line).path("text").asText();
                if (text.split("\\s+").length >= 10 * MinHasher.FEWEST_WORDS) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }
}
