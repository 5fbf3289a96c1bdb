package io.docket.web.pipeline;

import io.docket.ingest.EmbeddedKind;
import io.docket.ingest.ExtractedItem;
import io.docket.ingest.ItemPosition;
import io.docket.web.blob.Blob;
import io.docket.web.blob.BlobBatch;
import io.docket.web.blob.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns an extracted family into documents. Files of archives and attachments become documents; pictures inside a text,
 * macros and other parts do not, unless something that does lies inside them.
 */
final class FamilyReader {
    private static final Pattern SEPARATOR = Pattern.compile("[/\\\\]");

    /** Ways of sending files: what is in them is as loose as if it had been sent by itself. */
    private static final Set<String> ARCHIVES = Set.of(
            "application/zip",
            "application/x-tar",
            "application/gzip",
            "application/x-gzip",
            "application/x-bzip2",
            "application/x-xz",
            "application/x-7z-compressed",
            "application/x-rar-compressed",
            "application/mbox",
            "application/vnd.ms-outlook-pst");

    /** Files that lie aside at most before they are made blobs. */
    private static final int MOST_ASIDE = 256;

    private final BlobBatch blobs;
    private final ClaimedDocument document;
    private final Map<ItemPosition, Member> members = new HashMap<>();
    private final Map<ItemPosition, ExtractedItem> unwanted = new HashMap<>();
    private final List<NewDocument> descendants = new ArrayList<>();
    private Optional<Findings> root = Optional.empty();

    /**
     * A reader for the family of one document.
     *
     * @param blobs takes the bytes; the caller publishes it before the rows are written
     */
    FamilyReader(BlobBatch blobs, ClaimedDocument document) {
        this.blobs = blobs;
        this.document = document;
    }

    /**
     * Takes an item: writes its text and, for a child, its bytes aside, and keeps no more of it than its row needs. Parents come
     * before their children.
     *
     * @throws UncheckedIOException when a blob cannot be written
     */
    void accept(ExtractedItem item) {
        try {
            if (item.isRoot()) {
                members.put(
                        item.position(),
                        new Member(
                                document.id(),
                                document.family(),
                                document.path(),
                                ARCHIVES.contains(item.mediaType())));
                root = Optional.of(FindingsReader.read(item, text(item)));
            } else if (item.kind() == EmbeddedKind.ATTACHMENT) {
                want(item);
            } else {
                unwanted.put(item.position(), item);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The family, once all of its items were taken. */
    ExtractedFamily family() {
        return new ExtractedFamily(document.id(), root.orElseThrow(), descendants);
    }

    /**
     * The part of a path that an item's name is: one that points out of its archive stays in it, whatever is done with the path
     * later. The extraction keeps the name as it was found.
     */
    private static String inside(String name) {
        String kept = Arrays.stream(SEPARATOR.split(name))
                .filter(part -> !part.isBlank() && !part.equals(".") && !part.equals(".."))
                .collect(Collectors.joining("/"));
        return kept.isEmpty() ? "item" : kept;
    }

    /** Makes a document of an item, and of those around it that were not wanted by themselves. */
    private void want(ExtractedItem item) throws IOException {
        ItemPosition around = item.position().parent().orElseThrow();
        ExtractedItem container = unwanted.remove(around);
        if (container != null) {
            want(container);
        }
        Member parent = members.get(around);
        UUID id = DocumentIds.ofChild(parent.id(), ordinal(item));
        String path = parent.path() + "/" + inside(item.name());
        UUID family = parent.archive() ? id : parent.family();
        members.put(item.position(), new Member(id, family, path, ARCHIVES.contains(item.mediaType())));
        descendants.add(new NewDocument(
                id,
                document.collection(),
                document.upload(),
                new NewDocument.Origin(
                        Optional.of(parent.id()),
                        family,
                        ordinal(item),
                        document.depth() + item.position().depth(),
                        // Without its bytes nobody can say whose copy it is.
                        parent.archive() && item.content().isPresent()),
                path,
                item.name().substring(item.name().lastIndexOf('/') + 1),
                document.custodian(),
                content(item),
                Optional.of(FindingsReader.read(item, text(item)))));
    }

    private static int ordinal(ExtractedItem item) {
        return item.position().ordinals().getLast();
    }

    private Optional<Sha256> text(ExtractedItem item) throws IOException {
        Optional<Path> text = item.text();
        return text.isPresent() ? Optional.of(aside(text.get()).hash()) : Optional.empty();
    }

    /** The child's bytes; a child whose bytes could not be read has the blob of no bytes. */
    private Blob content(ExtractedItem item) throws IOException {
        Optional<Path> content = item.content();
        return content.isPresent()
                ? aside(content.get())
                : blobs.add(InputStream.nullInputStream(), 0).blob();
    }

    private Blob aside(Path file) throws IOException {
        if (blobs.size() >= MOST_ASIDE) {
            blobs.publish();
        }
        return blobs.add(file).blob();
    }

    /** What children need to know of their parent. */
    private record Member(UUID id, UUID family, String path, boolean archive) {}
}
