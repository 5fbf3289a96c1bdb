package io.docket.web.pipeline;

import io.docket.ingest.EmbeddedKind;
import io.docket.ingest.ExtractedItem;
import io.docket.ingest.ExtractionResult;
import io.docket.ingest.ItemPosition;
import io.docket.web.blob.Blob;
import io.docket.web.blob.BlobStore;
import io.docket.web.blob.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Turns an extracted family into documents. Files of archives and attachments become documents; pictures inside a text,
 * macros and other parts do not, unless something that does lies inside them.
 */
final class FamilyReader {
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

    private final BlobStore blobs;
    private final MalwareGate malware;
    private final String tenant;
    private final ClaimedDocument document;

    FamilyReader(BlobStore blobs, MalwareGate malware, String tenant, ClaimedDocument document) {
        this.blobs = blobs;
        this.malware = malware;
        this.tenant = tenant;
        this.document = document;
    }

    /**
     * Stores the texts and the children's bytes, and describes their rows.
     *
     * @throws IOException when a blob cannot be written
     */
    ExtractedFamily read(ExtractionResult result) throws IOException {
        ExtractedItem root = result.root();
        Map<ItemPosition, Member> members = new HashMap<>();
        members.put(
                root.position(),
                new Member(document.id(), document.family(), document.path(), ARCHIVES.contains(root.mediaType())));
        Set<ItemPosition> wanted = wanted(result);
        List<NewDocument> descendants = new ArrayList<>();
        for (ExtractedItem item : result.items()) {
            if (item.isRoot() || !wanted.contains(item.position())) {
                continue;
            }
            Member parent = members.get(item.position().parent().orElseThrow());
            UUID id = DocumentIds.ofChild(parent.id(), ordinal(item));
            String path = parent.path() + "/" + item.name();
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
                    Optional.of(findings(item))));
        }
        return new ExtractedFamily(document.id(), FindingsReader.read(root, text(root)), descendants);
    }

    private static Set<ItemPosition> wanted(ExtractionResult result) {
        Set<ItemPosition> wanted = new HashSet<>();
        for (ExtractedItem item : result.items()) {
            if (item.kind() == EmbeddedKind.ATTACHMENT) {
                Optional<ItemPosition> position = Optional.of(item.position());
                while (position.isPresent() && wanted.add(position.get())) {
                    position = position.get().parent();
                }
            }
        }
        return wanted;
    }

    /** What the scanner holds against an item outweighs what was read of it. */
    private Findings findings(ExtractedItem item) throws IOException {
        Optional<Findings> infected = item.content().flatMap(malware::findings);
        return infected.isPresent() ? infected.get() : FindingsReader.read(item, text(item));
    }

    private static int ordinal(ExtractedItem item) {
        return item.position().ordinals().getLast();
    }

    private Optional<Sha256> text(ExtractedItem item) throws IOException {
        Optional<Path> text = item.text();
        return text.isPresent() ? Optional.of(blobs.put(tenant, text.get()).hash()) : Optional.empty();
    }

    /** The child's bytes; a child whose bytes could not be read has the blob of no bytes. */
    private Blob content(ExtractedItem item) throws IOException {
        Optional<Path> content = item.content();
        return content.isPresent() ? blobs.put(tenant, content.get()) : blobs.putText(tenant, "");
    }

    /** What children need to know of their parent. */
    private record Member(UUID id, UUID family, String path, boolean archive) {}
}
