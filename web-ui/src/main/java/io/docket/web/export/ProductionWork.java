package io.docket.web.export;

import io.docket.web.audit.AuditLog;
import io.docket.web.blob.BlobStore;
import io.docket.web.blob.Sha256;
import io.docket.web.pipeline.CodingsForIndex;
import io.docket.web.pipeline.Quarantine;
import io.docket.web.review.TagSets;
import io.docket.web.search.DocumentSearch;
import io.docket.web.search.QuestionReader;
import io.docket.web.tenant.Member;
import io.docket.web.tenant.TenantScope;
import io.docket.web.training.Job;
import io.docket.web.training.JobProgress;
import io.docket.web.training.JobWork;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes productions. What is closed to the person who asked, when the job runs, is not in it. The archive is written aside and
 * renamed; begun again after a crash, it is written anew with the same numbers as long as the result is the same.
 */
@ApplicationScoped
class ProductionWork implements JobWork {
    static final String PRODUCTION = "production";
    static final String MEMBER = "member";
    static final String ROLES = "roles";

    private static final int PORTION = 500;

    private final Productions productions;
    private final ProducedDocuments documents;
    private final DocumentSearch search;
    private final CodingsForIndex codings;
    private final TagSets tagSets;
    private final BlobStore blobs;
    private final TenantScope scope;
    private final AuditLog audit;
    private final Quarantine quarantine;

    ProductionWork(
            Productions productions,
            ProducedDocuments documents,
            DocumentSearch search,
            CodingsForIndex codings,
            TagSets tagSets,
            BlobStore blobs,
            TenantScope scope,
            AuditLog audit,
            Quarantine quarantine) {
        this.productions = productions;
        this.documents = documents;
        this.search = search;
        this.codings = codings;
        this.tagSets = tagSets;
        this.blobs = blobs;
        this.scope = scope;
        this.audit = audit;
        this.quarantine = quarantine;
    }

    @Override
    public Set<Job.Kind> kinds() {
        return Set.of(Job.Kind.EXPORT);
    }

    @Override
    public String run(String tenant, Job job, JobProgress progress) throws IOException {
        Production production = QuarkusTransaction.requiringNew()
                .call(() -> productions.find(UUID.fromString(job.parameters().get(PRODUCTION))));
        if (!job.parameters().containsKey(MEMBER)) {
            return produce(tenant, production, progress);
        }
        Member member = Member.of(job.parameters().get(MEMBER), job.parameters().get(ROLES));
        return scope.<String, IOException>callAs(tenant, member, () -> produce(tenant, production, progress));
    }

    private String produce(String tenant, Production production, JobProgress progress) throws IOException {
        progress.report("Searching", 0, 0, "");
        List<UUID> ordered = documents.inOrder(search.everyId(
                tenant, QuestionReader.read(production.query(), production.filterList(), null, 0, null, false)));
        Path archive = productions.file(tenant, production.id());
        Files.createDirectories(archive.getParent());
        Path aside = Files.createTempDirectory(archive.getParent(), "writing-");
        try {
            Path written = aside.resolve("archive.zip");
            MessageDigest digest = sha256();
            long count;
            try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(
                            new DigestOutputStream(Files.newOutputStream(written), digest), 1 << 16));
                    LoadFiles load = new LoadFiles(aside, tagSets.names())) {
                count = write(tenant, production, ordered, zip, load, progress);
                for (Path file : load.finish()) {
                    zip.putNextEntry(new ZipEntry("DATA/" + file.getFileName()));
                    Files.copy(file, zip);
                    zip.closeEntry();
                }
            }
            try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            long bytes = Files.size(written);
            Files.move(written, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            String hash = HexFormat.of().formatHex(digest.digest());
            QuarkusTransaction.requiringNew()
                    .run(() -> productions.find(production.id()).written(count, bytes, hash));
            audit.recordSystem(
                    "export", "export.finish", "export/" + production.id(), count + " documents, SHA-256 " + hash);
            return String.format(Locale.ROOT, "%,d documents were written.", count);
        } finally {
            delete(aside);
        }
    }

    /** Writes all documents, family by family; returns how many. */
    private long write(
            String tenant,
            Production production,
            List<UUID> ordered,
            ZipOutputStream zip,
            LoadFiles load,
            JobProgress progress)
            throws IOException {
        long place = 0;
        List<ProducedDocument> family = new ArrayList<>();
        for (int from = 0; from < ordered.size(); from += PORTION) {
            progress.report("Writing", from, ordered.size(), "");
            progress.cancellation().throwIfCancelled();
            for (ProducedDocument document :
                    documents.records(ordered.subList(from, Math.min(ordered.size(), from + PORTION)))) {
                if (!family.isEmpty() && !family.getFirst().family().equals(document.family())) {
                    place = family(tenant, production, family, place, zip, load);
                    family.clear();
                }
                family.add(document);
            }
        }
        return family.isEmpty() ? place : family(tenant, production, family, place, zip, load);
    }

    private long family(
            String tenant,
            Production production,
            List<ProducedDocument> family,
            long place,
            ZipOutputStream zip,
            LoadFiles load)
            throws IOException {
        Map<UUID, Map<String, Set<String>>> tags = QuarkusTransaction.requiringNew()
                .call(() -> codings.of(family.stream().map(ProducedDocument::id).toList()));
        // What the malware scanner objected to does not travel on; its line in the load file has no link.
        Set<UUID> held =
                quarantine.among(family.stream().map(ProducedDocument::id).toList());
        String first = production.number(place);
        String last = production.number(place + family.size() - 1);
        long at = place;
        for (ProducedDocument document : family) {
            String number = production.number(at);
            String nativeLink = "";
            String textLink = "";
            if (production.natives() && !held.contains(document.id())) {
                nativeLink = "NATIVES/" + number + document.ending();
                copy(tenant, document.bytes(), nativeLink, zip, load);
            }
            if (production.texts() && document.text().isPresent()) {
                textLink = "TEXT/" + number + ".txt";
                copy(tenant, document.text().get(), textLink, zip, load);
            }
            load.add(document, number, first, last, tags.getOrDefault(document.id(), Map.of()), nativeLink, textLink);
            at++;
        }
        return at;
    }

    /** Copies a blob into the archive; its address is its hash, which is checked on the way. */
    private void copy(String tenant, Sha256 blob, String name, ZipOutputStream zip, LoadFiles load) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        MessageDigest digest = sha256();
        try (InputStream bytes = blobs.open(tenant, blob)) {
            bytes.transferTo(new DigestOutputStream(zip, digest));
        }
        zip.closeEntry();
        String hash = HexFormat.of().formatHex(digest.digest());
        if (!hash.equals(blob.hex())) {
            throw new IOException("blob " + blob + " is damaged: restore it from a backup, then retry.");
        }
        load.hash(name, hash);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256.", impossible);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
