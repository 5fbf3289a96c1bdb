package io.docket.ingest.worker;

import java.nio.file.Path;
import java.util.List;

/**
 * Some pages to draw for text recognition. Only pages that lack words of their own and are not blank get a picture.
 *
 * @param file a PDF document or a picture
 * @param pdf whether it is a PDF document
 * @param passwords to try when it is encrypted
 * @param directory where the pictures are written, as {@code <page>.png}
 * @param firstPage counted from 0
 * @param pages how many pages, at most
 * @param dotsPerInch of pages that are drawn
 */
public record PictureTask(
        Path file, boolean pdf, List<String> passwords, Path directory, int firstPage, int pages, int dotsPerInch)
        implements WorkerTask {

    public PictureTask {
        passwords = List.copyOf(passwords);
    }

    /** The picture of a page; grey, PNG. */
    public static Path pictureFile(Path directory, int page) {
        return directory.resolve(page + ".png");
    }
}
