package io.docket.ml.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.docket.ml.kernel.Floats;
import io.docket.ml.model.EncoderConfig;
import io.docket.ml.model.LanguageModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Everything a run needs to go on as if it had never stopped: a folder with {@code run.json} and {@code floats.bin} (weights,
 * Adam's moments, memory of the layers). Written beside the old one and renamed.
 */
public final class Checkpoint {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String RUN = "run.json";
    private static final String FLOATS = "floats.bin";
    private static final int BUFFER_FLOATS = 1 << 18;

    private Checkpoint() {}

    /**
     * The part of a checkpoint that people read.
     *
     * @param config sizes of the model
     * @param settings of the training
     * @param position where the run is
     * @param groupSteps Adam's steps by group
     * @param checksum CRC-32 of {@code floats.bin}
     */
    record Run(
            EncoderConfig config,
            LanguageModelSettings settings,
            LanguageModelTrainer.Position position,
            Map<String, Long> groupSteps,
            long checksum) {}

    /** True when {@code folder} holds a checkpoint. */
    public static boolean exists(Path folder) {
        return Files.isRegularFile(folder.resolve(RUN)) && Files.isRegularFile(folder.resolve(FLOATS));
    }

    /** Sizes of the model of a checkpoint. */
    public static EncoderConfig config(Path folder) throws IOException {
        return read(folder).config();
    }

    /** Settings of the training of a checkpoint. */
    public static LanguageModelSettings settings(Path folder) throws IOException {
        return read(folder).settings();
    }

    /** Saves the state of a trainer; an older checkpoint in the folder is replaced only when the new one is complete. */
    public static void save(LanguageModelTrainer trainer, Path folder) throws IOException {
        Path target = folder.toAbsolutePath();
        Path aside = target.resolveSibling(target.getFileName() + ".new");
        delete(aside);
        Files.createDirectories(aside);
        long checksum = writeFloats(blocks(trainer), aside.resolve(FLOATS));
        Run run = new Run(
                trainer.model().config(),
                trainer.settings(),
                trainer.position(),
                trainer.optimiser().steps(),
                checksum);
        JSON.writeValue(aside.resolve(RUN).toFile(), run);
        Path old = target.resolveSibling(target.getFileName() + ".old");
        delete(old);
        if (Files.exists(target)) {
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
        delete(old);
    }

    /**
     * Puts a new trainer where the saved one was.
     *
     * @throws IOException when the checkpoint is damaged or belongs to a model of other sizes
     */
    public static void restore(LanguageModelTrainer trainer, Path folder) throws IOException {
        Run run = read(folder);
        if (!run.config().equals(trainer.model().config())) {
            throw new IOException("the checkpoint in " + folder + " is of " + run.config() + ", not of "
                    + trainer.model().config());
        }
        LanguageModelSettings now = trainer.settings();
        if (run.settings().batch() != now.batch() || run.settings().steps() != now.steps()) {
            throw new IOException("the checkpoint in " + folder + " was made with batch "
                    + run.settings().batch() + " and " + run.settings().steps() + " steps; keep them");
        }
        readFloats(blocks(trainer), folder.resolve(FLOATS), run.checksum());
        trainer.optimiser().restoreSteps(run.groupSteps());
        trainer.moveTo(run.position());
    }

    /** Reads only the weights of a checkpoint into a model of the same sizes. */
    public static void restoreWeights(LanguageModel model, Path folder) throws IOException {
        Run run = read(folder);
        if (!run.config().equals(model.config())) {
            throw new IOException(
                    "the checkpoint in " + folder + " is of " + run.config() + ", not of " + model.config());
        }
        try (FileChannel in = FileChannel.open(folder.resolve(FLOATS))) {
            readBlock(model.parameters().values(), in, new CRC32());
        }
    }

    private static Run read(Path folder) throws IOException {
        if (!exists(folder)) {
            throw new IOException(folder + " holds no checkpoint");
        }
        return JSON.readValue(folder.resolve(RUN).toFile(), Run.class);
    }

    private static List<Floats> blocks(LanguageModelTrainer trainer) {
        List<Floats> blocks = new ArrayList<>();
        blocks.add(trainer.model().parameters().values());
        blocks.addAll(trainer.optimiser().moments());
        blocks.addAll(trainer.state().blocks());
        return blocks;
    }

    private static long writeFloats(List<Floats> blocks, Path file) throws IOException {
        CRC32 checksum = new CRC32();
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = buffer();
            float[] floats = new float[BUFFER_FLOATS];
            for (Floats block : blocks) {
                for (long at = 0; at < block.size(); at += BUFFER_FLOATS) {
                    int count = (int) Math.min(BUFFER_FLOATS, block.size() - at);
                    block.read(at, floats, 0, count);
                    bytes.clear();
                    bytes.asFloatBuffer().put(floats, 0, count);
                    bytes.limit(count * Float.BYTES);
                    checksum.update(bytes.duplicate());
                    while (bytes.hasRemaining()) {
                        out.write(bytes);
                    }
                }
            }
            out.force(true);
        }
        return checksum.getValue();
    }

    private static void readFloats(List<Floats> blocks, Path file, long expected) throws IOException {
        CRC32 checksum = new CRC32();
        try (FileChannel in = FileChannel.open(file)) {
            for (Floats block : blocks) {
                readBlock(block, in, checksum);
            }
        }
        if (checksum.getValue() != expected) {
            throw new IOException(file + " is damaged: its checksum is not the one in " + RUN);
        }
    }

    private static void readBlock(Floats block, FileChannel in, CRC32 checksum) throws IOException {
        ByteBuffer bytes = buffer();
        float[] floats = new float[BUFFER_FLOATS];
        for (long at = 0; at < block.size(); at += BUFFER_FLOATS) {
            int count = (int) Math.min(BUFFER_FLOATS, block.size() - at);
            bytes.clear().limit(count * Float.BYTES);
            while (bytes.hasRemaining()) {
                if (in.read(bytes) < 0) {
                    throw new IOException("a checkpoint is truncated at " + in.position() + " bytes");
                }
            }
            bytes.flip();
            checksum.update(bytes.duplicate());
            bytes.asFloatBuffer().get(floats, 0, count);
            block.write(at, floats, 0, count);
        }
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(BUFFER_FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
