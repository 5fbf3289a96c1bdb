package io.docket.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TaskExecutor;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * Searches what a tenant's index held at its last commit, without writing anything and without a lock: for commands beside a
 * running appliance. Not safe for use by several threads.
 */
public final class ReadOnlyIndex implements Closeable {
    private static final String CURRENT = "CURRENT";

    private final Directory directory;
    private final DirectoryReader reader;
    private final Analyzer analyzer;
    private final SetDictionary dictionary;

    private ReadOnlyIndex(Directory directory, DirectoryReader reader, SetDictionary dictionary) {
        this.directory = directory;
        this.reader = reader;
        this.analyzer = Analysis.index();
        this.dictionary = dictionary;
    }

    /**
     * Opens a tenant's index.
     *
     * @param data the data directory of a {@link SearchNode}
     * @throws IndexOutdatedException when it was written by another version
     * @throws IOException when there is no index of this tenant or it cannot be read
     */
    public static ReadOnlyIndex open(Path data, String tenantId) throws IOException {
        Path folder = data.resolve(Names.fieldPart("the tenant", tenantId));
        Path pointer = folder.resolve(CURRENT);
        if (!Files.exists(pointer)) {
            throw new IOException("there is no index of tenant \"" + tenantId + "\" in " + data);
        }
        Directory directory =
                FSDirectory.open(folder.resolve(Files.readString(pointer).strip()));
        boolean opened = false;
        try {
            DirectoryReader reader = DirectoryReader.open(directory);
            var committed = reader.getIndexCommit().getUserData();
            String schema = committed.getOrDefault(Generation.SCHEMA_KEY, "unknown");
            if (!schema.equals(Integer.toString(Schema.VERSION))) {
                reader.close();
                throw new IndexOutdatedException(tenantId, schema);
            }
            opened = true;
            return new ReadOnlyIndex(
                    directory, reader, SetDictionary.decode(committed.getOrDefault(Generation.DICTIONARY_KEY, "")));
        } finally {
            if (!opened) {
                directory.close();
            }
        }
    }

    /** Searches; like {@link TenantIndex#search}, without synonyms and without a suggested spelling. */
    public SearchResponse search(SearchRequest request) throws IOException {
        SearchContext context =
                new SearchContext(analyzer, dictionary, Synonyms.none(), new CountCache(), Optional.empty());
        SearchExecution execution =
                new SearchExecution(request, new IndexSearcher(reader), 0, context, new CostBudget(request.timeout()));
        FacetCounter counter = new FacetCounter(dictionary, new TaskExecutor(Runnable::run));
        return execution.run(counter, (asked, reading) -> Optional.empty());
    }

    @Override
    public void close() throws IOException {
        reader.close();
        analyzer.close();
        directory.close();
    }
}
