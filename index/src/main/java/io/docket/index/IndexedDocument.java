package io.docket.index;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Everything the index knows about one document. Made with {@link #builder(String, String)}; what a document lacks is an
 * empty string, an empty collection or an empty optional, never null. Immutable.
 *
 * <p>Labels, codings and tags may later be changed without this record by {@link Relabel}; everything else by putting the
 * whole document again.
 */
public final class IndexedDocument {

    /** The coding dimension that holds free tags. */
    public static final String TAGS = "tag";

    private final Builder values;
    private final Map<String, LabelPrediction> predictions;
    private final Map<String, SortedSet<String>> codings;

    private IndexedDocument(Builder builder) {
        this.values = builder;
        this.predictions = Map.copyOf(builder.predictions);
        this.codings = Map.copyOf(builder.codings);
    }

    /** Starts a document with what each must have: its id and the collection that decides who may see it. */
    public static Builder builder(String id, String collection) {
        return new Builder(id, collection);
    }

    /** Identity: putting a document with the same id replaces it. */
    public String id() {
        return values.id;
    }

    /** The collection, the unit of permission. */
    public String collection() {
        return values.collection;
    }

    /** Id shared by a container or mail and everything inside it. */
    public String family() {
        return values.family;
    }

    /** Id shared by the mails of a conversation. */
    public String thread() {
        return values.thread;
    }

    /** Id of the document that contains this one. */
    public String parent() {
        return values.parent;
    }

    /** Id shared by documents that are nearly the same. */
    public String nearDuplicates() {
        return values.nearDuplicates;
    }

    /** File name. */
    public String name() {
        return values.name;
    }

    /** Where the file was, with the name. */
    public String path() {
        return values.path;
    }

    /** Whose files it was found in: all of them when one copy stands for several. */
    public List<String> custodians() {
        return values.custodians;
    }

    /** Title or mail subject. */
    public String title() {
        return values.title;
    }

    /** Authors or senders. */
    public List<String> authors() {
        return values.authors;
    }

    /** Full media type, such as {@code application/pdf}. */
    public String mediaType() {
        return values.mediaType;
    }

    /** Plain group of the media type, such as {@code pdf}, {@code mail}, {@code spreadsheet}. */
    public String typeGroup() {
        return values.typeGroup;
    }

    /** Language tag, such as {@code en}. */
    public String language() {
        return values.language;
    }

    /** The document's own date: sent, last modified or created. */
    public Optional<Instant> date() {
        return values.date;
    }

    /** When it came in. */
    public Optional<Instant> ingested() {
        return values.ingested;
    }

    /** Outcome of extraction in lower case, such as {@code extracted} or {@code encrypted}. */
    public String outcome() {
        return values.outcome;
    }

    /** Size of the file in bytes, or −1 when unknown. */
    public long size() {
        return values.size;
    }

    /** The whole text. */
    public String text() {
        return values.text;
    }

    /** The passages that may answer questions; offsets into {@link #text()}. */
    public List<Passage> passages() {
        return values.passages;
    }

    /** Predictions by key of the classifier. */
    public Map<String, LabelPrediction> predictions() {
        return predictions;
    }

    /** Human decisions by dimension (issue, privilege, key of a classifier that was corrected, {@link #TAGS}). */
    public Map<String, SortedSet<String>> codings() {
        return codings;
    }

    /** What {@code has:} finds besides the fields themselves, such as {@code attachment}. */
    public Set<String> traits() {
        return values.traits;
    }

    /** Collects the parts of a document. Not safe for use by several threads; may be used for one document only. */
    public static final class Builder {
        private final String id;
        private final String collection;
        private String family = "";
        private String thread = "";
        private String parent = "";
        private String nearDuplicates = "";
        private String name = "";
        private String path = "";
        private List<String> custodians = List.of();
        private String title = "";
        private List<String> authors = List.of();
        private String mediaType = "";
        private String typeGroup = "";
        private String language = "";
        private Optional<Instant> date = Optional.empty();
        private Optional<Instant> ingested = Optional.empty();
        private String outcome = "";
        private long size = -1;
        private String text = "";
        private List<Passage> passages = List.of();
        private final Map<String, LabelPrediction> predictions = new LinkedHashMap<>();
        private final Map<String, SortedSet<String>> codings = new LinkedHashMap<>();
        private Set<String> traits = Set.of();
        private boolean built;

        private Builder(String id, String collection) {
            this.id = Objects.requireNonNull(id, "id");
            this.collection = Objects.requireNonNull(collection, "collection");
            if (id.isBlank() || id.length() > 512) {
                throw new IllegalArgumentException("a document's id must have 1 to 512 characters: \"" + id + "\"");
            }
            if (collection.isBlank()) {
                throw new IllegalArgumentException("document " + id + " has no collection, so nobody could see it");
            }
        }

        public Builder family(String value) {
            family = Objects.requireNonNull(value, "family");
            return this;
        }

        public Builder thread(String value) {
            thread = Objects.requireNonNull(value, "thread");
            return this;
        }

        public Builder parent(String value) {
            parent = Objects.requireNonNull(value, "parent");
            return this;
        }

        public Builder nearDuplicates(String value) {
            nearDuplicates = Objects.requireNonNull(value, "nearDuplicates");
            return this;
        }

        public Builder name(String value) {
            name = Objects.requireNonNull(value, "name");
            return this;
        }

        public Builder path(String value) {
            path = Objects.requireNonNull(value, "path");
            return this;
        }

        public Builder custodians(Collection<String> value) {
            custodians = withoutBlanks(value);
            return this;
        }

        public Builder title(String value) {
            title = Objects.requireNonNull(value, "title");
            return this;
        }

        public Builder authors(Collection<String> value) {
            authors = withoutBlanks(value);
            return this;
        }

        public Builder mediaType(String value) {
            mediaType = Objects.requireNonNull(value, "mediaType");
            return this;
        }

        public Builder typeGroup(String value) {
            typeGroup = Objects.requireNonNull(value, "typeGroup");
            return this;
        }

        public Builder language(String value) {
            language = Objects.requireNonNull(value, "language");
            return this;
        }

        public Builder date(Instant value) {
            date = Optional.of(value);
            return this;
        }

        public Builder ingested(Instant value) {
            ingested = Optional.of(value);
            return this;
        }

        public Builder outcome(String value) {
            outcome = Objects.requireNonNull(value, "outcome");
            return this;
        }

        public Builder size(long value) {
            size = value;
            return this;
        }

        public Builder text(String value) {
            text = Objects.requireNonNull(value, "text");
            return this;
        }

        /** Passages in any order; each must lie inside the text when the document is built. */
        public Builder passages(List<Passage> value) {
            passages = List.copyOf(value);
            return this;
        }

        /** Adds what one classifier predicted. */
        public Builder prediction(String classifier, LabelPrediction prediction) {
            predictions.put(Names.fieldPart("the classifier", classifier), Objects.requireNonNull(prediction));
            return this;
        }

        /** Adds what people decided in one dimension; an empty set means nothing decided. */
        public Builder coding(String dimension, Collection<String> decided) {
            codings.put(Names.fieldPart("the coding dimension", dimension), Names.sortedCopy(decided));
            return this;
        }

        /** Adds free tags, which are the coding dimension {@link IndexedDocument#TAGS}. */
        public Builder tags(Collection<String> value) {
            return coding(TAGS, value);
        }

        public Builder traits(Collection<String> value) {
            traits = Set.copyOf(new TreeSet<>(value));
            return this;
        }

        /**
         * The document.
         *
         * @throws IllegalArgumentException when a passage does not lie inside the text
         */
        public IndexedDocument build() {
            if (built) {
                throw new IllegalStateException("the builder of document " + id + " was used already: take a new one");
            }
            built = true;
            for (Passage passage : passages) {
                if (passage.end() > text.length()) {
                    throw new IllegalArgumentException("document " + id + " has a passage from " + passage.start()
                            + " to " + passage.end() + ", but its text ends at " + text.length());
                }
            }
            return new IndexedDocument(this);
        }

        private static List<String> withoutBlanks(Collection<String> values) {
            List<String> kept = new ArrayList<>(values);
            kept.removeIf(String::isBlank);
            return List.copyOf(kept);
        }
    }
}
