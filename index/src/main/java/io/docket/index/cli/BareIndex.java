package io.docket.index.cli;

import io.docket.index.IndexedDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Locale;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * What somebody would write who only wants these documents in a Lucene index: the same fields and analysis, straight into
 * an {@link IndexWriter}, added and never replaced. The measure that ours is held against.
 */
final class BareIndex implements AutoCloseable {

    private final Directory directory;
    private final IndexWriter writer;
    private final FieldType textType = new FieldType(TextField.TYPE_NOT_STORED);

    BareIndex(Path folder, int bufferMegabytes) throws IOException {
        textType.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS_AND_OFFSETS);
        textType.freeze();
        directory = FSDirectory.open(folder);
        Analyzer analyzer = new Analyzer() {
            @Override
            protected TokenStreamComponents createComponents(String field) {
                StandardTokenizer words = new StandardTokenizer();
                return new TokenStreamComponents(words, new ASCIIFoldingFilter(new LowerCaseFilter(words)));
            }
        };
        writer = new IndexWriter(directory, new IndexWriterConfig(analyzer).setRAMBufferSizeMB(bufferMegabytes));
    }

    void add(Collection<IndexedDocument> documents) throws IOException {
        for (IndexedDocument source : documents) {
            writer.addDocument(document(source));
        }
    }

    private Document document(IndexedDocument source) {
        Document target = new Document();
        target.add(new StringField("id", source.id(), Field.Store.YES));
        target.add(new NumericDocValuesField("key", source.id().hashCode()));
        facet(target, "collection", source.collection());
        target.add(new StringField("family", source.family(), Field.Store.YES));
        facet(target, "type", source.typeGroup());
        facet(target, "media", source.mediaType());
        facet(target, "language", source.language());
        facet(target, "outcome", source.outcome());
        String custodian = source.custodians().getFirst();
        String author = source.authors().getFirst();
        facet(target, "custodian", custodian);
        facet(target, "author", author);
        target.add(new SortedDocValuesField(
                "name.order", new BytesRef(source.name().toLowerCase(Locale.ROOT))));
        target.add(new SortedDocValuesField("custodian.order", new BytesRef(custodian.toLowerCase(Locale.ROOT))));
        long date = source.date().orElseThrow().toEpochMilli();
        target.add(new LongField("date", date, Field.Store.YES));
        ZonedDateTime utc = source.date().orElseThrow().atZone(ZoneOffset.UTC);
        target.add(new NumericDocValuesField("month", utc.getYear() * 12L + utc.getMonthValue() - 1));
        target.add(new LongField("ingested", source.ingested().orElseThrow().toEpochMilli(), Field.Store.YES));
        target.add(new LongField("size", source.size(), Field.Store.YES));
        target.add(new TextField("title.words", source.title(), Field.Store.NO));
        target.add(new TextField("name.words", source.name(), Field.Store.NO));
        target.add(new TextField("path.words", source.path(), Field.Store.NO));
        target.add(new TextField("custodian.words", custodian, Field.Store.NO));
        target.add(new TextField("author.words", author, Field.Store.NO));
        for (String words : new String[] {source.title(), source.name(), custodian, author}) {
            target.add(new TextField("head", words, Field.Store.NO));
        }
        target.add(new StoredField("name", source.name()));
        target.add(new StoredField("path", source.path()));
        target.add(new StoredField("title", source.title()));
        for (String trait : new String[] {"text", "title", "author", "custodian", "date"}) {
            target.add(new StringField("has", trait, Field.Store.NO));
        }
        double confidence = source.predictions().get("kind").confidence();
        target.add(new NumericDocValuesField("prediction.kind", Math.round(confidence * 10_000) << 49));
        target.add(new Field("text", source.text(), textType));
        target.add(new StoredField("text", source.text()));
        return target;
    }

    private static void facet(Document target, String field, String value) {
        target.add(new StringField(field, value, Field.Store.YES));
        target.add(new SortedSetDocValuesField(field, new BytesRef(value)));
    }

    void commit() throws IOException {
        writer.commit();
    }

    @Override
    public void close() throws IOException {
        writer.close();
        directory.close();
    }
}
