package io.docket.web.taxonomy;

import io.docket.web.audit.AuditLog;
import io.docket.web.problem.ProblemException;
import io.docket.web.upload.UploadPath;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Labels many documents at once: from a CSV file, or from the folders that the documents lay in. */
@ApplicationScoped
public class LabelImporter {
    private static final Set<String> PATH_COLUMNS = Set.of("path", "file", "filename", "name");
    private static final Set<String> LABEL_COLUMNS = Set.of("label", "category", "class");

    /** Rows per transaction: few enough to hold, enough to be fast. */
    private static final int BATCH = 500;

    private final Classifiers classifiers;
    private final LabelledExamples examples;
    private final ClassifierScopes scopes;
    private final DocumentPaths paths;
    private final AuditLog audit;

    LabelImporter(
            Classifiers classifiers,
            LabelledExamples examples,
            ClassifierScopes scopes,
            DocumentPaths paths,
            AuditLog audit) {
        this.classifiers = classifiers;
        this.examples = examples;
        this.scopes = scopes;
        this.paths = paths;
        this.audit = audit;
    }

    /**
     * Reads {@code path,label} rows. The first row names the columns; further columns are passed over. A path may be given
     * as the collection shows it or from any folder or container downwards. A bad row is reported and disturbs no other.
     *
     * @param csv UTF-8; not closed
     * @throws ProblemException csv heading when the first row names no path and label column; collection out of scope
     *     when the classifier does not label the collection; {@code not-found}
     * @throws IOException when the bytes cannot be read
     */
    public LabelImport importCsv(UUID classifier, UUID collection, InputStream csv, String user) throws IOException {
        QuarkusTransaction.requiringNew().run(() -> scopes.require(classifier, collection));
        CsvRows rows = new CsvRows(new InputStreamReader(csv, StandardCharsets.UTF_8));
        Columns columns = heading(rows.next());
        Run run = new Run(classifier, collection, user, LabelledExample.Source.CSV);
        for (Optional<CsvRows.Row> row = rows.next(); row.isPresent(); row = rows.next()) {
            switch (row.get()) {
                case CsvRows.Row.Broken(int line, String reason) -> {
                    run.rows++;
                    run.error(line, "bad-quoting", "Row " + line + " cannot be read: " + reason + ".");
                }
                case CsvRows.Row.Fields fields -> run.add(fields, columns);
            }
        }
        run.flush();
        return recorded(run);
    }

    /**
     * Labels every document of a collection by the name of the folder it lay in; documents without a folder are passed
     * over, and labels that people gave by hand are kept.
     *
     * @throws ProblemException not found; collection out of scope when the classifier does not label the collection
     */
    public LabelImport importFolders(UUID classifier, UUID collection, String user) {
        QuarkusTransaction.requiringNew().run(() -> scopes.require(classifier, collection));
        Run run = new Run(classifier, collection, user, LabelledExample.Source.FOLDER);
        UUID last = new UUID(0, 0);
        while (true) {
            UUID after = last;
            List<DocumentPaths.Located> page = QuarkusTransaction.requiringNew()
                    .call(() -> paths.withoutHandLabel(classifier, collection, after, BATCH));
            if (page.isEmpty()) {
                return recorded(run);
            }
            Map<UUID, String> labels = new LinkedHashMap<>();
            for (DocumentPaths.Located document : page) {
                String[] parts = document.path().split("/");
                if (parts.length > 1) {
                    labels.put(document.id(), parts[parts.length - 2]);
                }
            }
            run.rows += page.size();
            run.record(labels);
            last = page.getLast().id();
        }
    }

    private LabelImport recorded(Run run) {
        LabelImport result = run.result();
        QuarkusTransaction.requiringNew()
                .run(() -> audit.record(
                        run.source == LabelledExample.Source.CSV ? "label.import" : "label.import-folders",
                        "classifier/" + run.classifier,
                        classifiers.require(run.classifier).name() + ": " + result.rows() + " rows read, "
                                + result.labelled() + " documents labelled, "
                                + result.created().size() + " new labels, " + result.errorCount()
                                + " rows passed over"));
        return result;
    }

    private static Columns heading(Optional<CsvRows.Row> first) {
        int path = -1;
        int label = -1;
        if (first.isPresent() && first.get() instanceof CsvRows.Row.Fields(int line, List<String> names)) {
            for (int i = names.size() - 1; i >= 0; i--) {
                String name = names.get(i).strip().toLowerCase(Locale.ROOT);
                path = PATH_COLUMNS.contains(name) ? i : path;
                label = LABEL_COLUMNS.contains(name) ? i : label;
            }
        }
        if (path < 0 || label < 0) {
            throw new ProblemException(
                    400,
                    "Csv heading",
                    "The first row must name a column \"path\" and a column \"label\"; put the line path,label on top.");
        }
        return new Columns(path, label);
    }

    private record Columns(int path, int label) {}

    private record Wanted(int line, String path, String label) {}

    private final class Run {
        private final UUID classifier;
        private final UUID collection;
        private final String user;
        private final LabelledExample.Source source;
        private final Set<String> created = new LinkedHashSet<>();
        private final List<LabelImport.RowError> errors = new ArrayList<>();
        private final List<Wanted> batch = new ArrayList<>();
        private long errorCount;
        private long rows;
        private long labelled;

        Run(UUID classifier, UUID collection, String user, LabelledExample.Source source) {
            this.classifier = classifier;
            this.collection = collection;
            this.user = user;
            this.source = source;
        }

        void add(CsvRows.Row.Fields row, Columns columns) {
            rows++;
            List<String> values = row.values();
            if (values.size() <= Math.max(columns.path(), columns.label())) {
                error(
                        row.line(),
                        "missing-column",
                        "Row " + row.line() + " has " + values.size() + " fields, too few to hold a path and a label.");
                return;
            }
            try {
                batch.add(new Wanted(
                        row.line(),
                        UploadPath.parse(values.get(columns.path())).value(),
                        Classifiers.usableLabel(values.get(columns.label()))));
            } catch (ProblemException e) {
                error(row.line(), "unusable", "Row " + row.line() + ": " + e.getMessage());
            }
            if (batch.size() == BATCH) {
                flush();
            }
        }

        void flush() {
            if (batch.isEmpty()) {
                return;
            }
            Map<UUID, String> labels = new LinkedHashMap<>();
            Map<String, Set<UUID>> found = QuarkusTransaction.requiringNew()
                    .call(() -> paths.find(
                            collection, batch.stream().map(Wanted::path).toList()));
            for (Wanted wanted : batch) {
                Set<UUID> documents = found.getOrDefault(wanted.path(), Set.of());
                if (documents.isEmpty()) {
                    error(
                            wanted.line(),
                            "unknown-path",
                            "Row " + wanted.line() + ": the collection has no document at \"" + wanted.path()
                                    + "\"; upload it first or correct the path.");
                } else if (documents.size() > 1) {
                    error(
                            wanted.line(),
                            "ambiguous-path",
                            "Row " + wanted.line() + ": the collection has " + documents.size()
                                    + " different documents at \"" + wanted.path()
                                    + "\"; give the path with its folders.");
                } else {
                    labels.put(documents.iterator().next(), wanted.label());
                }
            }
            batch.clear();
            record(labels);
        }

        void record(Map<UUID, String> labels) {
            QuarkusTransaction.requiringNew().run(() -> {
                Set<String> before = new LinkedHashSet<>();
                classifiers.labels(classifier).forEach(label -> before.add(label.name()));
                Map<String, UUID> ids = new LinkedHashMap<>();
                Map<UUID, UUID> byDocument = new LinkedHashMap<>();
                labels.forEach(
                        (document, label) -> byDocument.put(document, ids.computeIfAbsent(label, name -> classifiers
                                .label(classifier, name)
                                .id())));
                ids.keySet().stream().filter(name -> !before.contains(name)).forEach(created::add);
                examples.put(classifier, byDocument, source, user);
            });
            labelled += labels.size();
        }

        void error(int line, String code, String detail) {
            errorCount++;
            if (errors.size() < LabelImport.MOST_ERRORS) {
                errors.add(new LabelImport.RowError(line, code, detail));
            }
        }

        LabelImport result() {
            return new LabelImport(rows, labelled, List.copyOf(created), errors, errorCount);
        }
    }
}
