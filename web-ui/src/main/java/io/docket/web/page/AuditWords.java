package io.docket.web.page;

import java.util.Map;

/** The audit record in words: what its actions mean, and where its items are shown. */
final class AuditWords {
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("audit.export", "Downloaded the audit record"),
            Map.entry("classifier.collections", "Chose a classifier's collections"),
            Map.entry("classifier.create", "Made a classifier"),
            Map.entry("classifier.thresholds", "Set how sure it must be"),
            Map.entry("coding.apply", "Coded documents"),
            Map.entry("coding.apply-to-result", "Coded a whole result"),
            Map.entry("coding.undo", "Took a coding back"),
            Map.entry("collection.answers", "Chose whom a collection answers"),
            Map.entry("collection.create", "Made a collection"),
            Map.entry("collection.watch", "Watched a folder"),
            Map.entry("collection.watch-end", "Stopped watching a folder"),
            Map.entry("document.download", "Downloaded a document"),
            Map.entry("document.view", "Read a document"),
            Map.entry("document.view-original", "Looked at an original"),
            Map.entry("export.download", "Downloaded an export"),
            Map.entry("export.remove", "Removed an export"),
            Map.entry("grouping.create", "Grouped documents"),
            Map.entry("grouping.undo", "Took back what a group was made"),
            Map.entry("hold.lift", "Lifted a legal hold"),
            Map.entry("hold.place", "Placed a legal hold"),
            Map.entry("job.cancel", "Cancelled a job"),
            Map.entry("job.retry", "Started a job again"),
            Map.entry("label.create", "Added a label"),
            Map.entry("label.give", "Labelled a document"),
            Map.entry("label.import", "Imported labels"),
            Map.entry("label.import-folders", "Took folder names as labels"),
            Map.entry("label.take-back", "Took a label back"),
            Map.entry("model.promote", "Promoted a version"),
            Map.entry("model.roll-back", "Rolled back to a version"),
            Map.entry("note.remove", "Removed a note"),
            Map.entry("note.write", "Wrote a note"),
            Map.entry("operations.check", "Checked the data"),
            Map.entry("operations.reindex", "Built the index anew"),
            Map.entry("passwords.add", "Added passwords"),
            Map.entry("passwords.remove", "Removed a password"),
            Map.entry("report.download", "Downloaded an ingest report"),
            Map.entry("saved-search.create", "Saved a search"),
            Map.entry("saved-search.remove", "Removed a saved search"),
            Map.entry("search.export", "Downloaded a list of results"),
            Map.entry("search.run", "Searched"),
            Map.entry("search.terms-report", "Reported search terms"),
            Map.entry("session.begin", "Signed in"),
            Map.entry("session.end", "Signed out"),
            Map.entry("support.ask", "Asked a question"),
            Map.entry("support.close", "Closed a question"),
            Map.entry("support.export", "Downloaded the questions"),
            Map.entry("support.hand-over", "Handed a question over"),
            Map.entry("support.helped", "Said whether an answer helped"),
            Map.entry("synonyms.add", "Added synonyms"),
            Map.entry("synonyms.remove", "Removed synonyms"),
            Map.entry("tag-set.create", "Made a set of tags"),
            Map.entry("tag-set.remove", "Removed a set of tags"),
            Map.entry("tag-set.rename", "Renamed a set of tags"),
            Map.entry("tag.create", "Added a tag"),
            Map.entry("tag.remove", "Removed a tag"),
            Map.entry("training.start", "Started a training run"),
            Map.entry("upload.begin", "Began an upload"),
            Map.entry("upload.cancel", "Cancelled an upload"),
            Map.entry("upload.complete", "Completed an upload"),
            Map.entry("upload.delete", "Deleted an upload"));

    /** Address of the page of an item, by the kind that stands before the slash. */
    private static final Map<String, String> PAGES = Map.of(
            "classifier", "/labels/",
            "collection", "/collections/",
            "document", "/documents/",
            "job", "/training/",
            "version", "/training/versions/");

    private AuditWords() {}

    /** An action as a person says it; one that this class does not know is made readable as it is. */
    static String of(String action) {
        return WORDS.getOrDefault(action, Formats.words(action.replace('.', ' ')));
    }

    /** The page of an item such as {@code document/ID}; empty when there is none. */
    static String link(String subject) {
        int slash = subject.indexOf('/');
        String page = slash < 0 ? null : PAGES.get(subject.substring(0, slash));
        return page == null ? "" : page + Formats.encode(subject.substring(slash + 1));
    }
}
