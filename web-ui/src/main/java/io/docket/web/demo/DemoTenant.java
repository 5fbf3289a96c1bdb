package io.docket.web.demo;

import io.docket.web.access.AnswerCollections;
import io.docket.web.pipeline.Progress;
import io.docket.web.pipeline.ProgressCounts;
import io.docket.web.pipeline.Receipt;
import io.docket.web.review.TagSets;
import io.docket.web.taxonomy.Classifier;
import io.docket.web.taxonomy.ClassifierScope;
import io.docket.web.taxonomy.ClassifierScopes;
import io.docket.web.taxonomy.Classifiers;
import io.docket.web.taxonomy.LabelImporter;
import io.docket.web.training.Job;
import io.docket.web.training.Jobs;
import io.docket.web.training.ModelVersions;
import io.docket.web.training.TrainingRuns;
import io.docket.web.upload.Collections;
import io.docket.web.upload.DocumentCollection;
import io.docket.web.upload.FileReception;
import io.docket.web.upload.Upload;
import io.docket.web.upload.Uploads;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Fills the tenant of the demonstration as people would: uploads both collections through the door that browsers use, imports
 * the label file once everything is read, trains, and promotes. What a start before has done is not done again, and what it
 * left half done is finished.
 */
@ApplicationScoped
class DemoTenant implements DemoLoader {
    private static final Logger LOG = Logger.getLogger(DemoTenant.class);
    private static final String WHO = "Demonstration";
    private static final String ABOUT = "Made-up documents for a first look";
    private static final String HELP = "Demo help";

    /** Files sent at once; the browser sends about as many. */
    private static final int BATCH = 24;

    /** A slow machine reads a few hundred small files in minutes; longer than this, something is broken. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    /** Conflict: the one encrypted file has other bytes in each start, and those of the first start stay. */
    private static final int ENCRYPTED_ANEW = 409;

    private final Collections collections;
    private final Uploads uploads;
    private final FileReception reception;
    private final ProgressCounts progress;
    private final Classifiers classifiers;
    private final ClassifierScopes scopes;
    private final LabelImporter importer;
    private final TrainingRuns runs;
    private final Jobs jobs;
    private final ModelVersions versions;
    private final TagSets tagSets;
    private final AnswerCollections answers;

    DemoTenant(
            Collections collections,
            Uploads uploads,
            FileReception reception,
            ProgressCounts progress,
            Classifiers classifiers,
            ClassifierScopes scopes,
            LabelImporter importer,
            TrainingRuns runs,
            Jobs jobs,
            ModelVersions versions,
            TagSets tagSets,
            AnswerCollections answers) {
        this.collections = collections;
        this.uploads = uploads;
        this.reception = reception;
        this.progress = progress;
        this.classifiers = classifiers;
        this.scopes = scopes;
        this.importer = importer;
        this.runs = runs;
        this.jobs = jobs;
        this.versions = versions;
        this.tagSets = tagSets;
        this.answers = answers;
    }

    @Override
    public void load(String tenantId) {
        if (tagSets.all().isEmpty()) {
            tagSets.create("Responsiveness", false, List.of("Responsive", "Not responsive", "Further review"), WHO);
            tagSets.create("Privilege", false, List.of("Privileged", "Not privileged"), WHO);
            tagSets.create("Issues", true, List.of("Liability", "Payment", "Data protection"), WHO);
        }
        DemoFiles files = new DemoFiles(DemoFiles.SEED);
        try {
            DocumentCollection help = help(tenantId, files.help());
            // All documents before any training: they can be read and searched while the classifiers learn.
            send(tenantId, files.contracts());
            send(tenantId, files.tickets());
            train(files.contracts(), Set.of());
            train(files.tickets(), Set.of(help.id()));
        } catch (IOException e) {
            throw new UncheckedIOException("The demonstration could not be loaded", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private DocumentCollection collection(String name) {
        return collections.named(name).orElseGet(() -> collections.create(name, ABOUT, WHO));
    }

    /** The help pages, which answer everybody; what customers wrote in tickets answers support staff only. */
    private DocumentCollection help(String tenant, List<DemoFile> files) throws IOException {
        boolean known = collections.named(HELP).isPresent();
        DocumentCollection help = collection(HELP);
        if (!known) {
            // once: who closes it later means it
            answers.put(help.id(), true);
        }
        upload(tenant, help.id(), files);
        return help;
    }

    private void send(String tenant, DemoCollection demo) throws IOException {
        upload(tenant, collection(demo.name()).id(), demo.files());
    }

    /**
     * Trains the classifier of a collection when all of its documents are read.
     *
     * @param beside other collections that the classifier labels
     */
    private void train(DemoCollection demo, Set<UUID> beside) throws IOException, InterruptedException {
        DocumentCollection collection = collection(demo.name());
        Classifier classifier = classifier(demo, collection, beside);
        if (versions.champion(classifier.id()).isPresent()) {
            return;
        }
        await("documents of “" + demo.name() + "” are read", () -> progress.ofCollection(collection.id())
                .settled());
        importer.importCsv(
                classifier.id(),
                collection.id(),
                new ByteArrayInputStream(demo.labelsCsv().getBytes(StandardCharsets.UTF_8)),
                WHO);
        Job run = runUnderWay(classifier.id()).orElseGet(() -> runs.start(classifier.id(), true, WHO));
        await(
                "“" + demo.classifier() + "” is trained",
                () -> jobs.require(run.id()).state().ended());
        Progress counts = progress.ofCollection(collection.id());
        LOG.infof(
                "Demonstration: “%s” has %d documents, %d of them searchable; training ended as %s",
                demo.name(),
                counts.received(),
                counts.searchable(),
                jobs.require(run.id()).state());
    }

    private Classifier classifier(DemoCollection demo, DocumentCollection collection, Set<UUID> beside) {
        return classifiers.named(demo.classifier()).orElseGet(() -> {
            Classifier created = classifiers.create(demo.classifier(), WHO);
            Set<UUID> labelled = new HashSet<>(beside);
            labelled.add(collection.id());
            scopes.change(created.id(), ClassifierScope.of(labelled), WHO);
            return created;
        });
    }

    /** Sends what is missing: files that an earlier start sent are acknowledged again and change nothing. */
    private void upload(String tenant, UUID collection, List<DemoFile> files) throws IOException {
        Optional<Upload> before = uploads.of(collection).stream().findFirst();
        if (before.isPresent() && before.get().state() == Upload.State.COMPLETE) {
            return;
        }
        Upload upload = before.orElseGet(() -> uploads.start(collection, "", WHO));
        for (int from = 0; from < files.size(); from += BATCH) {
            List<FileReception.SentFile> batch = files.subList(from, Math.min(files.size(), from + BATCH)).stream()
                    .map(file ->
                            new FileReception.SentFile(file.path(), () -> new ByteArrayInputStream(file.content())))
                    .toList();
            for (Receipt receipt : reception.receive(tenant, upload.id(), batch)) {
                if (receipt instanceof Receipt.Refused refused && refused.status() != ENCRYPTED_ANEW) {
                    throw new IOException("The file " + refused.path() + " was refused: " + refused.detail());
                }
            }
        }
        uploads.complete(upload.id());
    }

    private Optional<Job> runUnderWay(UUID classifier) {
        return jobs.ofClassifier(classifier).stream()
                .filter(job -> job.kind() == Job.Kind.TRAIN && !job.state().ended())
                .findFirst();
    }

    private static void await(String what, BooleanSupplier done) throws InterruptedException, IOException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!done.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new IOException("Waited " + PATIENCE.toMinutes() + " minutes until " + what + ", in vain");
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }
}
