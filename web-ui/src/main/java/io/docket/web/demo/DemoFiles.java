package io.docket.web.demo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/**
 * Makes the two collections of the demonstration. The result depends on the seed alone, except for the one encrypted
 * file: encryption draws on the machine's randomness.
 */
public final class DemoFiles {

    /** The seed of the collections that {@code ./docket start --demo} loads. */
    public static final long SEED = 20261122;

    /** Texts per type; with six types a collection has a few hundred files and loads in a minute. */
    private static final int PER_TYPE = 40;

    /** Documents that a person would have to think about, in each collection: they show what “not sure enough” means. */
    private static final int HARD = 30;

    private static final List<DemoFormat> CONTRACT_FORMATS =
            List.of(DemoFormat.PDF, DemoFormat.DOCX, DemoFormat.PDF, DemoFormat.DOCX, DemoFormat.HTML, DemoFormat.TXT);
    private static final List<DemoFormat> TICKET_FORMATS =
            List.of(DemoFormat.EML, DemoFormat.EML, DemoFormat.EML, DemoFormat.TXT, DemoFormat.HTML);
    private static final List<String> CUSTODIANS = List.of("procurement", "people", "estates", "sales", "legal");

    private final long seed;

    public DemoFiles(long seed) {
        this.seed = seed;
    }

    /** Contracts of six types by custodian, a family, and files that cannot be read. */
    public DemoCollection contracts() {
        RandomGenerator random = new Random(seed);
        ContractWriter writer = new ContractWriter();
        List<DemoText> texts = texts(writer.types(), writer::write, random);
        List<DemoFile> files = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            DemoFormat format = CONTRACT_FORMATS.get(random.nextInt(CONTRACT_FORMATS.size()));
            String custodian = CUSTODIANS.get(random.nextInt(CUSTODIANS.size()));
            files.add(file(custodian + "/" + texts.get(i).written().getYear(), i + 1, texts.get(i), format));
        }
        files.addAll(contractFamilies(writer, random));
        files.addAll(hard(writer.types(), writer::writeHard, CONTRACT_FORMATS, new Random(seed + 2)));
        return new DemoCollection("Demo contracts", "Contract type", writer.types(), files);
    }

    /** Support tickets on six topics. */
    public DemoCollection tickets() {
        RandomGenerator random = new Random(seed + 1);
        TicketWriter writer = new TicketWriter();
        List<DemoText> texts = texts(writer.types(), writer::write, random);
        List<DemoFile> files = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            DemoFormat format = TICKET_FORMATS.get(random.nextInt(TICKET_FORMATS.size()));
            files.add(file("tickets/" + texts.get(i).written().getYear(), i + 1, texts.get(i), format));
        }
        files.addAll(hard(writer.types(), writer::writeHard, TICKET_FORMATS, new Random(seed + 3)));
        return new DemoCollection("Demo tickets", "Ticket topic", writer.types(), files);
    }

    /** Help pages that answer some of the tickets; nobody said which topic they are about. */
    public List<DemoFile> help() {
        List<DemoFile> files = new ArrayList<>();
        for (DemoText article : HelpArticles.all()) {
            DemoFile numbered = file("help", files.size() + 1, article, DemoFormat.HTML);
            files.add(new DemoFile(numbered.path(), numbered.content(), Optional.empty()));
        }
        return files;
    }

    private static List<DemoText> texts(
            List<String> types, BiFunction<String, RandomGenerator, DemoText> writer, RandomGenerator random) {
        List<DemoText> texts = new ArrayList<>();
        for (int i = 0; i < PER_TYPE * types.size(); i++) {
            texts.add(writer.apply(types.get(random.nextInt(types.size())), random));
        }
        return texts;
    }

    /** Hard documents; nobody has said what they are, so none is among the examples. */
    private static List<DemoFile> hard(
            List<String> types,
            BiFunction<String, RandomGenerator, DemoText> writer,
            List<DemoFormat> formats,
            RandomGenerator random) {
        List<DemoFile> files = new ArrayList<>();
        for (int i = 0; i < HARD; i++) {
            DemoText text = writer.apply(types.get(i % types.size()), random);
            DemoFile written = file("to-sort", i + 1, text, formats.get(random.nextInt(formats.size())));
            files.add(new DemoFile(written.path(), written.content(), Optional.empty()));
        }
        return files;
    }

    private static DemoFile file(String folder, int number, DemoText text, DemoFormat format) {
        String name = text.title()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String path = String.format(Locale.ROOT, "%s/%04d-%s.%s", folder, number, name, format.extension());
        return new DemoFile(path, DemoRenderer.render(text, format), Optional.of(text.type()));
    }

    /** What every real collection has too: archives, a mail with attachments, a copy, and four files nobody can read. */
    private static List<DemoFile> contractFamilies(ContractWriter writer, RandomGenerator random) {
        List<DemoFile> inside = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            inside.add(file("signed", i + 1, writer.write("Lease", random), DemoFormat.PDF));
        }
        DemoText supply = writer.write("Supply", random);
        Map<String, byte[]> attachments = new LinkedHashMap<>();
        attachments.put("supply-terms.docx", DemoRenderer.render(supply, DemoFormat.DOCX));
        attachments.put("supply-terms.pdf", DemoRenderer.render(supply, DemoFormat.PDF));
        DemoText cover = new DemoText(
                "Supply",
                "Signed supply terms attached",
                supply.author(),
                supply.written(),
                List.of("Please find attached the terms in both formats.", "Regards, " + supply.author()));
        DemoText closed = writer.write("NDA", random);
        byte[] whole = DemoRenderer.render(writer.write("Services", random), DemoFormat.DOCX);
        return List.of(
                new DemoFile("estates/2025/signed-leases.zip", DemoRenderer.zip(inside), Optional.empty()),
                new DemoFile(
                        "procurement/2025/signed-terms.eml", DemoRenderer.mail(cover, attachments), Optional.empty()),
                new DemoFile(
                        "legal/2025/term-sheet-locked.pdf",
                        DemoPdf.write(closed, Optional.of("docket")),
                        Optional.empty()),
                new DemoFile("legal/2025/half-copied.docx", Arrays.copyOf(whole, whole.length / 2), Optional.empty()),
                new DemoFile("legal/2025/empty.txt", new byte[0], Optional.empty()),
                new DemoFile(
                        "sales/2025/quote.pdf",
                        "not a PDF after all".getBytes(StandardCharsets.US_ASCII),
                        Optional.empty()));
    }
}
