package io.docket.ingest.worker;

import io.docket.ingest.Outcome;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;

/**
 * Draws pages without words of their own, so that a program for text recognition meets nothing but grey pictures that this worker
 * wrote, whatever the document is. Not safe for use by several threads.
 */
final class PagePictures {
    /** Visible characters with which a page counts as having words: a page number or a stamp is none. */
    static final int FEWEST_CHARACTERS = 25;

    private static final double POINTS_PER_INCH = 72;

    /** An A3 page at 300 dots per inch has 17 million. */
    private static final long MOST_PIXELS = 36_000_000;

    private static final int NARROWEST = 20;

    /** A page with fewer dark dots than one in so many is blank: dust, a line of a scanner. */
    private static final int BLANK = 20_000;

    private static final int DARK = 140;

    private final MessageChannel channel;

    PagePictures(MessageChannel channel) {
        this.channel = channel;
        ImageIO.setUseCache(false);
    }

    /** Draws the pages of a task; they are written when this returns. */
    WorkerMessage draw(PictureTask task) {
        try {
            int pages = task.pdf() ? drawPdf(task) : drawPicture(task);
            return new WorkerMessage.Pictured(Outcome.EXTRACTED, "", pages);
        } catch (InvalidPasswordException locked) {
            return new WorkerMessage.Pictured(Outcome.ENCRYPTED, "encrypted, and no given password opens it", 0);
        } catch (IOException | RuntimeException | StackOverflowError thrown) {
            MachineFaultException fault = MachineFaultException.within(thrown);
            if (fault != null) {
                throw fault;
            }
            return new WorkerMessage.Pictured(Outcome.CORRUPT, Failures.describe(thrown), 0);
        }
    }

    private int drawPdf(PictureTask task) throws IOException {
        try (PDDocument document = open(task)) {
            PDFRenderer renderer = new PDFRenderer(document);
            renderer.setSubsamplingAllowed(true);
            int end = Math.min(document.getNumberOfPages(), task.firstPage() + task.pages());
            for (int page = task.firstPage(); page < end; page++) {
                if (!hasWords(document, page)) {
                    float scale = scale(document.getPage(page).getCropBox(), task.dotsPerInch());
                    write(renderer.renderImage(page, scale, ImageType.GRAY), task, page);
                }
                channel.progress();
            }
            return document.getNumberOfPages();
        }
    }

    private static PDDocument open(PictureTask task) throws IOException {
        InvalidPasswordException locked = null;
        for (int i = -1; i < task.passwords().size(); i++) {
            String password = i < 0 ? "" : task.passwords().get(i);
            try {
                return Loader.loadPDF(
                        new RandomAccessReadBufferedFile(task.file().toFile()),
                        password,
                        null,
                        null,
                        IOUtils.createTempFileOnlyStreamCache());
            } catch (InvalidPasswordException wrong) {
                locked = wrong;
            }
        }
        throw locked;
    }

    private static boolean hasWords(PDDocument document, int page) throws IOException {
        PDFTextStripper words = new PDFTextStripper();
        words.setStartPage(page + 1);
        words.setEndPage(page + 1);
        return words.getText(document)
                        .codePoints()
                        .filter(character -> !Character.isWhitespace(character))
                        .limit(FEWEST_CHARACTERS)
                        .count()
                == FEWEST_CHARACTERS;
    }

    private static float scale(PDRectangle page, int dotsPerInch) {
        double scale = dotsPerInch / POINTS_PER_INCH;
        double pixels = Math.max(1, page.getWidth() * scale * page.getHeight() * scale);
        return (float) (pixels > MOST_PIXELS ? scale * Math.sqrt(MOST_PIXELS / pixels) : scale);
    }

    private int drawPicture(PictureTask task) throws IOException {
        try (ImageInputStream bytes = ImageIO.createImageInputStream(task.file().toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(bytes);
            if (!readers.hasNext()) {
                throw new IOException("no reader for this kind of picture");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(bytes, false, true);
                // the pictures of an animation are not pages
                int total = reader.getFormatName().equalsIgnoreCase("gif") ? 1 : reader.getNumImages(true);
                int end = Math.min(total, task.firstPage() + task.pages());
                for (int page = task.firstPage(); page < end; page++) {
                    Optional<BufferedImage> picture = read(reader, page);
                    if (picture.isPresent()) {
                        write(picture.get(), task, page);
                    }
                    channel.progress();
                }
                return total;
            } finally {
                reader.dispose();
            }
        }
    }

    private static Optional<BufferedImage> read(ImageReader reader, int page) throws IOException {
        long width = reader.getWidth(page);
        long height = reader.getHeight(page);
        if (width < NARROWEST || height < NARROWEST) {
            return Optional.empty();
        }
        int step = (int) Math.ceil(Math.sqrt((double) width * height / MOST_PIXELS));
        ImageReadParam parameters = reader.getDefaultReadParam();
        if (step > 1) {
            parameters.setSourceSubsampling(step, step, 0, 0);
        }
        return Optional.of(reader.read(page, parameters));
    }

    /** Writes a picture in shades of grey on white, unless it is blank. */
    private static void write(BufferedImage picture, PictureTask task, int page) {
        BufferedImage grey = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D canvas = grey.createGraphics();
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, grey.getWidth(), grey.getHeight());
        canvas.drawImage(picture, 0, 0, null);
        canvas.dispose();
        if (isBlank(grey)) {
            return;
        }
        Path file = PictureTask.pictureFile(task.directory(), page);
        try {
            ImageIO.write(grey, "png", file.toFile());
        } catch (IOException failure) {
            throw new MachineFaultException("cannot write a picture to " + file, failure);
        }
    }

    /** Whether all of it is nearly one shade. */
    private static boolean isBlank(BufferedImage grey) {
        byte[] shades = ((DataBufferByte) grey.getRaster().getDataBuffer()).getData();
        long dark = 0;
        for (byte shade : shades) {
            if ((shade & 0xFF) < DARK) {
                dark++;
            }
        }
        long rarer = Math.min(dark, shades.length - dark);
        return rarer * BLANK < shades.length;
    }
}
