package io.docket.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An index being built anew beside the one in use. Feed it every document with {@link #put}, in any order, then
 * {@link #promote} it, or {@link #close} it to give up. Documents that are put, deleted or relabelled through
 * {@link TenantIndex} meanwhile win over what the rebuild reads. Safe for use by several threads.
 */
public final class Rebuild implements AutoCloseable {

    private final SearchNode node;
    private final SearchNode.OpenTenant tenant;
    private final Path folder;
    private final Generation generation;

    /** Ids put or deleted by others since the rebuild began. Guarded by this. */
    private final Set<String> touched = new HashSet<>();

    /** Relabels by others, to be repeated on what the rebuild puts afterwards. Guarded by this. */
    private final Map<String, List<Relabel>> relabels = new HashMap<>();

    private final Set<String> deletedCollections = new HashSet<>();
    private boolean promoting;
    private boolean ended;

    Rebuild(SearchNode node, SearchNode.OpenTenant tenant, Path folder, Generation generation) {
        this.node = node;
        this.tenant = tenant;
        this.folder = folder;
        this.generation = generation;
    }

    /** Adds documents to the new index, except those that were changed by others meanwhile. */
    public synchronized List<Rejection> put(Collection<IndexedDocument> documents) throws IOException {
        checkGoingOn();
        List<IndexedDocument> fresh = documents.stream()
                .filter(document -> !touched.contains(document.id()))
                .filter(document -> !deletedCollections.contains(document.collection()))
                .toList();
        List<Rejection> rejections = generation.put(fresh);
        for (IndexedDocument document : fresh) {
            for (Relabel relabel : relabels.getOrDefault(document.id(), List.of())) {
                generation.relabel(relabel);
            }
        }
        return rejections;
    }

    /**
     * Commits the new index and puts it in the place of the old one, which is deleted. Searches under way finish on the old
     * one; none is refused.
     *
     * @param callerData as for {@link TenantIndex#commit}
     */
    public void promote(Map<String, String> callerData) throws IOException {
        synchronized (this) {
            checkGoingOn();
            generation.commit(callerData);
            generation.refresh();
            promoting = true;
        }
        node.promote(this, tenant, generation, folder);
    }

    /** Called when the new index is in the place of the old one: changes from now on reach it directly. */
    synchronized void promoted() {
        ended = true;
    }

    /** Gives up unless promoted: the index in use stays. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            if (ended || promoting) {
                return;
            }
            ended = true;
        }
        node.discard(tenant, generation, folder);
    }

    synchronized void abandonAtShutdown() throws IOException {
        ended = true;
        generation.abandon();
    }

    private void checkGoingOn() {
        if (ended || promoting) {
            throw new IllegalStateException("this rebuild has ended: start another one");
        }
    }

    // what others do meanwhile

    synchronized void alsoPut(Collection<IndexedDocument> documents) throws IOException {
        if (!ended) {
            List<IndexedDocument> all = new ArrayList<>(documents);
            all.forEach(document -> touched.add(document.id()));
            generation.put(all);
        }
    }

    synchronized void alsoDelete(Collection<String> ids) throws IOException {
        if (!ended) {
            touched.addAll(ids);
            generation.delete(ids);
        }
    }

    synchronized void alsoDeleteCollection(String collection) throws IOException {
        if (!ended) {
            deletedCollections.add(collection);
            generation.deleteCollection(collection);
        }
    }

    synchronized void alsoRelabel(Collection<Relabel> changes) throws IOException {
        if (!ended) {
            for (Relabel change : changes) {
                generation.relabel(change);
                if (!touched.contains(change.documentId())) {
                    relabels.computeIfAbsent(change.documentId(), unused -> new ArrayList<>())
                            .add(change);
                }
            }
        }
    }
}
