package io.docket.ingest;

/** How an item came to be in its family. Review pages usually hide everything but {@link #ROOT} and {@link #ATTACHMENT}. */
public enum EmbeddedKind {
    /** The file itself. */
    ROOT,
    /** A file in an archive, an attachment of a mail, an object in a document. */
    ATTACHMENT,
    /** A picture or part shown inside its parent's text. */
    INLINE,
    /** Macro or script source; it is never run. */
    MACRO,
    /** Anything else a format carries: thumbnails, fonts, metadata streams, earlier versions. */
    OTHER
}
