package io.docket.web.pipeline;

import java.util.Locale;

/** How far the reading of text in a document's pictures has come. */
public enum RecognitionState {
    /** Nothing is to be read: the document has its text, or no pictures. */
    NONE,
    /** Its pictures are still to be read; they wait for ever where Tesseract is not installed. */
    WAITING,
    /** Text was found and is part of the document's text. */
    DONE,
    /** There is no text in its pictures. */
    NOTHING,
    /** They could not be read; the note says why. */
    FAILED;

    /**
     * What to say of a document's pictures; empty when there is nothing to say.
     *
     * @param note what was not read, and why; may be empty
     */
    public String words(String note) {
        String because = note.isEmpty() ? "" : ": " + note;
        return switch (this) {
            case NONE -> "";
            case WAITING -> "pictures not read yet";
            case DONE -> "text read from pictures" + because;
            case NOTHING -> "no text in its pictures" + because;
            case FAILED -> "pictures not read" + because;
        };
    }

    /** How it is written in addresses and JSON. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
