package io.docket.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the program for one picture at a time: without network, with an empty environment, one thread, limited memory, time and
 * output. It only ever gets pictures that a worker wrote. Safe for use by several threads.
 */
final class Tesseract {
    private static final int LONGEST_PAGE = 1 << 20;

    private final RecognitionSettings settings;
    private final List<String> prefix = new ArrayList<>();

    Tesseract(RecognitionSettings settings) {
        this.settings = settings;
        prefix.addAll(NetworkWall.find());
        prefix.addAll(NetworkWall.firstThatRuns(
                List.of(List.of("prlimit", "--as=" + settings.memory().bytes(), "--core=0"))));
    }

    /** What came of a page: its text, or why there is none. */
    sealed interface Page {
        record Read(String text) implements Page {}

        record Failed(String why) implements Page {}
    }

    /**
     * Reads a picture.
     *
     * @throws IOException when the program cannot be started
     */
    Page read(Path picture) throws IOException, InterruptedException {
        Process process = start(picture);
        try {
            process.getOutputStream().close();
            OutputTail errors = new OutputTail(process.getErrorStream());
            Thread.ofVirtual().start(errors);
            Output output = new Output(process.getInputStream());
            Thread reader = Thread.ofVirtual().start(output);
            if (!process.waitFor(settings.pageTime().toNanos(), TimeUnit.NANOSECONDS)) {
                return new Page.Failed("not read within " + settings.pageTime().toSeconds() + " s");
            }
            reader.join(settings.pageTime());
            if (output.tooLong) {
                return new Page.Failed("more than " + LONGEST_PAGE + " bytes of text on one page");
            }
            if (process.exitValue() != 0) {
                String said = errors.awaitText().lines().findFirst().orElse("");
                return new Page.Failed("Tesseract ended with code " + process.exitValue()
                        + (said.isEmpty() ? "" : ": " + (said.length() > 200 ? said.substring(0, 200) : said)));
            }
            return new Page.Read(clean(output.bytes.toString(StandardCharsets.UTF_8)));
        } finally {
            kill(process);
        }
    }

    private Process start(Path picture) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(settings.program().toString());
        command.add(picture.toString());
        command.add("stdout");
        command.add("-l");
        command.add(settings.languages());
        command.add("--dpi");
        command.add(Integer.toString(settings.dotsPerInch()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(picture.getParent().toFile());
        String models = System.getenv("TESSDATA_PREFIX");
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("PATH", "/usr/bin:/bin");
        // As many pages are read at once as the caller wants; each would otherwise take every processor.
        builder.environment().put("OMP_THREAD_LIMIT", "1");
        if (models != null) {
            builder.environment().put("TESSDATA_PREFIX", models);
        }
        return builder.start();
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Leaves out what no index or database should meet; ends each line and page alike. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .filter(character -> character == '\n' || character == '\t' || !Character.isISOControl(character))
                .filter(character -> character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE)
                .forEach(clean::appendCodePoint);
        return clean.toString().strip();
    }

    /** Reads the program's output as far as it is wanted, and to its end. */
    private static final class Output implements Runnable {
        private final InputStream in;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private volatile boolean tooLong;

        Output(InputStream in) {
            this.in = in;
        }

        @Override
        public void run() {
            byte[] buffer = new byte[8_192];
            try {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    if (bytes.size() + count > LONGEST_PAGE) {
                        tooLong = true;
                    } else {
                        bytes.write(buffer, 0, count);
                    }
                }
            } catch (IOException closed) {
                // The program was ended; what it wrote is not used then.
            }
        }
    }
}
