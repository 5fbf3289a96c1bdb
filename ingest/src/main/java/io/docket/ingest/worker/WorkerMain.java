package io.docket.ingest.worker;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * The main class of a worker process: reads tasks until its supervisor goes away. It is not a command for people; see
 * {@code io.docket.ingest.cli.ExtractCommand}.
 */
public final class WorkerMain {
    private WorkerMain() {}

    /** Serves tasks from standard input; takes no arguments. */
    public static void main(String[] arguments) throws IOException {
        OutputStream messages = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
        InputStream tasks = new BufferedInputStream(new FileInputStream(FileDescriptor.in));
        // A parser that prints must not be able to write into the frames.
        System.setOut(System.err);
        System.setIn(InputStream.nullInputStream());
        NetworkDenial.install();
        MessageChannel channel = new MessageChannel(messages);
        DocumentParser parser = new DocumentParser(channel);
        PagePictures pictures = new PagePictures(channel);
        parser.warmUp();
        channel.send(new WorkerMessage.Ready());
        while (true) {
            Optional<WorkerTask> task = Frames.readTask(tasks);
            if (task.isEmpty()) {
                // Not exit: a hook or a thread that a parser left behind must not keep the process alive.
                Runtime.getRuntime().halt(0);
            }
            channel.send(answer(parser, pictures, task.get()));
        }
    }

    private static WorkerMessage answer(DocumentParser parser, PagePictures pictures, WorkerTask task) {
        try {
            return switch (task) {
                case ParseTask parse -> parser.parse(parse);
                case PictureTask picture -> pictures.draw(picture);
            };
        } catch (MachineFaultException fault) {
            return new WorkerMessage.MachineFault(fault.getMessage());
        }
    }
}
