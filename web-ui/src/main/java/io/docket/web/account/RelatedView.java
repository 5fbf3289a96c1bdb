package io.docket.web.account;

import io.docket.web.pipeline.Document;
import java.util.List;
import java.util.Optional;

/** What the panel beside a document shows of its relatives. Public for templates. */
public record RelatedView(RelatedDocuments.Related related) {
    /** Longer lists are cut, and say so. */
    private static final int SHOWN = 12;

    public Document document() {
        return related.document();
    }

    public boolean hasFamily() {
        return related.family().size() > 1;
    }

    /** The first of the family. */
    public List<Document> family() {
        return shown(related.family());
    }

    public int moreFamily() {
        return more(related.family());
    }

    public boolean isThis(Document other) {
        return other.id().equals(document().id());
    }

    public boolean hasThread() {
        return !related.thread().isEmpty();
    }

    public List<Document> thread() {
        return shown(related.thread());
    }

    public int moreThread() {
        return more(related.thread());
    }

    public boolean hasNear() {
        return !related.near().isEmpty();
    }

    public List<RelatedDocuments.Near> near() {
        return shown(related.near());
    }

    public int moreNear() {
        return more(related.near());
    }

    public int nearCount() {
        return related.near().size();
    }

    public boolean hasCopies() {
        return related.first().isPresent() || !related.copies().isEmpty();
    }

    public Optional<Document> first() {
        return related.first();
    }

    public List<Document> copies() {
        return shown(related.copies());
    }

    public int moreCopies() {
        return more(related.copies());
    }

    public int copyCount() {
        return related.copies().size() + (related.first().isPresent() ? 1 : 0);
    }

    /** Whether there is nothing to show. */
    public boolean isEmpty() {
        return !hasFamily() && !hasCopies() && !hasThread() && !hasNear();
    }

    private static <T> List<T> shown(List<T> all) {
        return all.subList(0, Math.min(SHOWN, all.size()));
    }

    private static int more(List<?> all) {
        return Math.max(0, all.size() - SHOWN);
    }
}
