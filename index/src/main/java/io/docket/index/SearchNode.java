package io.docket.index;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TaskExecutor;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * The indexes of all tenants below one data directory, one each. Opens an index when it is first used and keeps a bounded
 * number open. Only one node may use a data directory at a time (Lucene's write lock sees to it). Safe for use by several
 * threads; close it last.
 *
 * <p>On disk a tenant has a folder with one folder per generation of its index and a file {@code CURRENT} that names the
 * generation in use; it is replaced atomically when a {@link Rebuild} is promoted.
 */
public final class SearchNode implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(SearchNode.class.getName());
    private static final String CURRENT = "CURRENT";
    private static final String GENERATION_PREFIX = "generation-";
    private static final int MOST_CLAUSES = 16_384;

    private final Path data;
    private final SearchNodeOptions options;
    private final DirectoryOpener opener;
    private final ExecutorService searchPool;
    private final ScheduledExecutorService upkeep;
    private final TaskExecutor tasks;

    /** Guards itself, and the user counts of what is in it; in the order of last use. */
    private final Map<String, OpenTenant> open = new LinkedHashMap<>(16, 0.75f, true);

    private final Map<String, Synonyms> synonyms = new HashMap<>();
    private boolean closed;

    /** How directories are opened; tests put faults in between. */
    interface DirectoryOpener {
        Directory open(Path path) throws IOException;
    }

    /** An open index and how many requests use it. */
    static final class OpenTenant {
        private final String tenant;
        private Generation generation;
        private Optional<Rebuild> rebuild = Optional.empty();
        private int users;

        private OpenTenant(String tenant, Generation generation) {
            this.tenant = tenant;
            this.generation = generation;
        }
    }

    /**
     * A node on a data directory, which is made when missing.
     *
     * @throws IOException when the directory cannot be made
     */
    public SearchNode(Path data, SearchNodeOptions options) throws IOException {
        this(data, options, FSDirectory::open);
    }

    SearchNode(Path data, SearchNodeOptions options, DirectoryOpener opener) throws IOException {
        this.data = data;
        this.options = options;
        this.opener = opener;
        Files.createDirectories(data);
        IndexSearcher.setMaxClauseCount(MOST_CLAUSES);
        this.searchPool = Executors.newFixedThreadPool(options.searchThreads(), named("docket-search-"));
        this.tasks = new TaskExecutor(searchPool);
        this.upkeep = Executors.newSingleThreadScheduledExecutor(named("docket-index-upkeep-"));
        if (!options.refreshEvery().isZero()) {
            long millis = options.refreshEvery().toMillis();
            upkeep.scheduleWithFixedDelay(this::refreshAll, millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * A tenant's index. Costs nothing: the index is opened, or made, when it is used, and closed when too many others are
     * used instead; the handle stays good.
     *
     * @param tenantId letters, digits, '-' and '_'
     */
    public TenantIndex tenant(String tenantId) {
        return new TenantIndex(this, Names.fieldPart("the tenant", tenantId));
    }

    /** Tenants that have an index here. */
    public List<String> tenants() throws IOException {
        try (Stream<Path> entries = Files.list(data)) {
            return entries.filter(entry -> Files.exists(entry.resolve(CURRENT)))
                    .map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** Replaces the synonyms of a tenant; in force from the next search on. Not stored here. */
    public void synonyms(String tenantId, Synonyms value) {
        synchronized (open) {
            synonyms.put(tenantId, value);
        }
    }

    /**
     * Starts to build a tenant's index anew beside the one in use, whatever state that is in. Searches go on as before;
     * puts, deletes and relabels go to both until {@link Rebuild#promote}.
     *
     * @throws IllegalStateException when a rebuild of this tenant is going on
     */
    public Rebuild rebuild(String tenantId) throws IOException {
        Names.fieldPart("the tenant", tenantId);
        OpenTenant tenant;
        try {
            tenant = acquire(tenantId);
        } catch (IndexOutdatedException
                | CorruptIndexException
                | IndexFormatTooOldException
                | IndexFormatTooNewException
                | EOFException
                | NoSuchFileException e) {
            LOG.log(System.Logger.Level.WARNING, "the index of tenant " + tenantId + " is unusable and is replaced", e);
            // nothing to search meanwhile: an empty index stands in, and is replaced by the one being built
            Path empty = nextGeneration(tenantId);
            Files.createDirectories(empty);
            makeCurrent(tenantId, empty);
            tenant = acquire(tenantId);
        }
        boolean started = false;
        try {
            synchronized (open) {
                if (tenant.rebuild.isPresent()) {
                    throw new IllegalStateException("the index of tenant " + tenantId
                            + " is being rebuilt already: wait for it or close that rebuild");
                }
                Path folder = nextGeneration(tenantId);
                Files.createDirectories(folder);
                Rebuild rebuild = new Rebuild(
                        this, tenant, folder, Generation.open(tenantId, opener.open(folder), options, searchPool));
                tenant.rebuild = Optional.of(rebuild);
                started = true;
                // the rebuild holds its tenant open until it ends
                return rebuild;
            }
        } finally {
            if (!started) {
                release(tenant);
            }
        }
    }

    private Path folder(String tenantId) {
        return data.resolve(tenantId);
    }

    private Path nextGeneration(String tenantId) throws IOException {
        Path folder = folder(tenantId);
        Files.createDirectories(folder);
        try (Stream<Path> entries = Files.list(folder)) {
            int last = entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.matches(GENERATION_PREFIX + "\\d{1,9}"))
                    .mapToInt(name -> Integer.parseInt(name.substring(GENERATION_PREFIX.length())))
                    .max()
                    .orElse(0);
            return folder.resolve(GENERATION_PREFIX + (last + 1));
        }
    }

    private Path current(String tenantId) throws IOException {
        Path pointer = folder(tenantId).resolve(CURRENT);
        if (Files.exists(pointer)) {
            return folder(tenantId).resolve(Files.readString(pointer).strip());
        }
        Path first = nextGeneration(tenantId);
        Files.createDirectories(first);
        makeCurrent(tenantId, first);
        return first;
    }

    private void makeCurrent(String tenantId, Path generation) throws IOException {
        Path pointer = folder(tenantId).resolve(CURRENT);
        Path written = folder(tenantId).resolve(CURRENT + ".new");
        Files.writeString(written, generation.getFileName() + "\n", StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(written, pointer, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(folder(tenantId), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    // leases

    /** Opens a tenant's index if needed and holds it open until {@link #release}. */
    OpenTenant acquire(String tenantId) throws IOException {
        synchronized (open) {
            if (closed) {
                throw new IllegalStateException("the search node is closed");
            }
            OpenTenant tenant = open.get(tenantId);
            if (tenant == null) {
                makeRoom();
                Path folder = current(tenantId);
                tenant = new OpenTenant(tenantId, Generation.open(tenantId, opener.open(folder), options, searchPool));
                open.put(tenantId, tenant);
                removeLeftovers(tenantId, folder);
            }
            tenant.users++;
            return tenant;
        }
    }

    void release(OpenTenant tenant) {
        synchronized (open) {
            tenant.users--;
            open.notifyAll();
        }
    }

    private void makeRoom() throws IOException {
        Iterator<OpenTenant> oldestFirst = open.values().iterator();
        while (open.size() >= options.maxOpenTenants() && oldestFirst.hasNext()) {
            OpenTenant tenant = oldestFirst.next();
            // one that lost changes stays until its owner has recovered it, or the loss would go unnoticed
            if (tenant.users == 0 && !tenant.generation.lost()) {
                oldestFirst.remove();
                tenant.generation.close();
            }
        }
    }

    /** Removes generations that a crash left behind: a rebuild not promoted, or an old one not yet deleted. */
    private void removeLeftovers(String tenantId, Path inUse) throws IOException {
        List<Path> leftovers;
        try (Stream<Path> entries = Files.list(folder(tenantId))) {
            leftovers = entries.filter(entry -> entry.getFileName().toString().startsWith(GENERATION_PREFIX))
                    .filter(entry -> !entry.equals(inUse))
                    .toList();
        }
        for (Path leftover : leftovers) {
            deleteFolder(leftover);
        }
    }

    static void deleteFolder(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> entries = Files.walk(folder)) {
            paths = entries.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }

    Generation generation(OpenTenant tenant) {
        synchronized (open) {
            return tenant.generation;
        }
    }

    Optional<Rebuild> rebuildOf(OpenTenant tenant) {
        synchronized (open) {
            return tenant.rebuild;
        }
    }

    SearchContext context(OpenTenant tenant) {
        synchronized (open) {
            return new SearchContext(
                    tenant.generation.analyzer(),
                    tenant.generation.dictionary(),
                    synonyms.getOrDefault(tenant.tenant, Synonyms.none()),
                    tenant.generation.counts(),
                    options.encoder());
        }
    }

    TaskExecutor tasks() {
        return tasks;
    }

    /** Reopens an index at its last commit. Waits for the requests that use it. */
    Map<String, String> reopen(String tenantId) throws IOException {
        synchronized (open) {
            OpenTenant tenant = open.get(tenantId);
            if (tenant != null) {
                awaitUsers(tenant, tenant.rebuild.isPresent() ? 1 : 0);
                tenant.generation.abandon();
                if (tenant.rebuild.isPresent()) {
                    tenant.generation = Generation.open(tenantId, opener.open(current(tenantId)), options, searchPool);
                } else {
                    open.remove(tenantId);
                }
            }
        }
        OpenTenant reopened = acquire(tenantId);
        try {
            return generation(reopened).callerData();
        } finally {
            release(reopened);
        }
    }

    /** Must be called holding the lock. */
    private void awaitUsers(OpenTenant tenant, int allowed) throws IOException {
        while (tenant.users > allowed) {
            try {
                open.wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for requests on tenant " + tenant.tenant, e);
            }
        }
    }

    /** Puts a finished generation in the place of the old one, which is then deleted. */
    void promote(Rebuild rebuild, OpenTenant tenant, Generation finished, Path folder) throws IOException {
        synchronized (open) {
            awaitUsers(tenant, 1);
            makeCurrent(tenant.tenant, folder);
            Generation old = tenant.generation;
            tenant.generation = finished;
            rebuild.promoted();
            tenant.rebuild = Optional.empty();
            tenant.users--;
            open.notifyAll();
            old.abandon();
            removeLeftovers(tenant.tenant, folder);
        }
    }

    /** Gives up a generation that was not finished. */
    void discard(OpenTenant tenant, Generation unfinished, Path folder) throws IOException {
        synchronized (open) {
            tenant.rebuild = Optional.empty();
            tenant.users--;
            open.notifyAll();
        }
        unfinished.abandon();
        deleteFolder(folder);
    }

    private void refreshAll() {
        List<OpenTenant> tenants;
        synchronized (open) {
            tenants = List.copyOf(open.values());
            tenants.forEach(tenant -> tenant.users++);
        }
        for (OpenTenant tenant : tenants) {
            try {
                Generation generation = generation(tenant);
                if (!generation.lost()) {
                    generation.refresh();
                }
            } catch (IOException | RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "refreshing the index of tenant " + tenant.tenant + " failed", e);
            } finally {
                release(tenant);
            }
        }
    }

    /** Commits and closes all indexes; waits for requests under way. What was put since the last commit is kept. */
    @Override
    public void close() throws IOException {
        upkeep.shutdownNow();
        IOException failure = null;
        synchronized (open) {
            if (closed) {
                return;
            }
            closed = true;
            for (OpenTenant tenant : open.values()) {
                try {
                    if (tenant.rebuild.isPresent()) {
                        tenant.rebuild.get().abandonAtShutdown();
                        tenant.users--;
                    }
                    awaitUsers(tenant, 0);
                    tenant.generation.close();
                } catch (IOException e) {
                    if (failure == null) {
                        failure = e;
                    } else {
                        failure.addSuppressed(e);
                    }
                }
            }
            open.clear();
        }
        searchPool.shutdown();
        if (failure != null) {
            throw failure;
        }
    }
}
