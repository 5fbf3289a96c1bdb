/**
 * Bytes in; text, metadata, families and fingerprints out. Begin with {@link io.docket.ingest.Extractor}: give it an
 * {@link io.docket.ingest.ExtractionRequest} and read the {@link io.docket.ingest.ExtractedItem}s, each with its
 * {@link io.docket.ingest.Outcome}. What an extraction may cost is in {@link io.docket.ingest.ExtractionLimits}.
 *
 * <p><b>How it works.</b> Files from outside are parsed by Apache Tika in worker processes, because a hostile or merely
 * odd file can make a parser hang, exhaust memory or end its process. A worker gets one item at a time. What it finds
 * embedded (a file in an archive, an attachment) it only writes out; each such item then becomes a task of its own. So a
 * bad attachment costs that attachment and not its mail, each item has limits of its own, and a large archive occupies
 * all workers.
 *
 * <p><b>Why not Tika's own {@code PipesParser}.</b> It forks processes too, but parses a family in one go: an attachment
 * that hangs takes its whole archive with it, families come back as one list that is held in memory, and with two
 * processes it reached 118 to 139 documents a second where parsing in-process reached 264 to 478. The exchange here is a
 * page of code: frames of a length and a body over standard input and output. What it costs is measured by
 * {@code ./docket bench ingest}.
 *
 * <p>Nothing here knows a database, JSON or the web.
 */
package io.docket.ingest;
