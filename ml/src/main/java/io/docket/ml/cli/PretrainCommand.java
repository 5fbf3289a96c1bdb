package io.docket.ml.cli;

import io.docket.ml.Cancellation;
import io.docket.ml.TrainingCancelledException;
import io.docket.ml.io.Corpus;
import io.docket.ml.io.LanguageModelFolder;
import io.docket.ml.io.TensorType;
import io.docket.ml.io.TokenStreamWriter;
import io.docket.ml.io.TokenizerFile;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.kernel.Precision;
import io.docket.ml.kernel.cpu.CpuKernels;
import io.docket.ml.model.CellType;
import io.docket.ml.model.Encoder;
import io.docket.ml.model.EncoderConfig;
import io.docket.ml.model.LanguageModel;
import io.docket.ml.text.SubwordTrainer;
import io.docket.ml.text.Tokenizer;
import io.docket.ml.train.Checkpoint;
import io.docket.ml.train.LanguageModelProgress;
import io.docket.ml.train.LanguageModelRun;
import io.docket.ml.train.LanguageModelSettings;
import io.docket.ml.train.LanguageModelTrainer;
import io.docket.ml.train.TokenStream;
import io.docket.ml.train.WarmUpStableDecay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code docket ml pretrain}: trains a language model on general text, resumable at any time. */
@Command(
        name = "pretrain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Train a language model on general text.",
            "The rate rises, stays, and falls only when a decay is asked for (--decay-steps), so that a run can be",
            "continued for as long as there is time. A checkpoint is written every few minutes and on Ctrl-C."
        })
public final class PretrainCommand implements Callable<Integer> {

    private static final String CHECKPOINT = "checkpoint";
    private static final String TOKENIZER = "tokenizer/tokenizer.json";
    private static final String TOKENS = "train.ids";
    private static final String MODEL = "model";
    private static final String CURVE = "curve.tsv";
    private static final int SUBWORDS = 16_000;
    private static final String DIRECTION = "direction.txt";
    private static final double MINUTES_TO_NANOS = 60e9;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--text", arity = "1..*", description = "UTF-8 text, also gzip; blank lines end documents.")
    private List<Path> texts = List.of();

    @Option(names = "--tokens", description = "Text that is encoded already (docket ml tokenizer encode).")
    private Path tokens;

    @Option(
            names = "--tokenizer",
            description = "Tokeniser file; default: OUT/tokenizer/tokenizer.json, learned from the text.")
    private Path tokenizer;

    @Option(names = "--validation", description = "Encoded text to measure the loss on.")
    private Path validation;

    @Option(names = "--out", required = true, description = "Folder of the run.")
    private Path out;

    @Option(
            names = "--preset",
            defaultValue = "compact",
            description = "compact (256/512), medium (256/768) or standard (400/1152); default: ${DEFAULT-VALUE}.")
    private Preset preset;

    @Option(names = "--cell", defaultValue = "lstm", description = "lstm or qrnn (default: ${DEFAULT-VALUE}).")
    private Cell cell;

    @Option(names = "--rate", defaultValue = "0.003", description = "Learning rate (default: ${DEFAULT-VALUE}).")
    private float rate;

    @Option(names = "--warm-up", defaultValue = "300", description = "Steps of the rise (default: ${DEFAULT-VALUE}).")
    private long warmUp;

    @Option(names = "--batch", defaultValue = "32", description = "Rows side by side (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--bptt",
            defaultValue = "72",
            description = "Tokens of a row per step (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--sampled",
            defaultValue = "0",
            description = "Wrong answers drawn for each step; 0 compares with the whole vocabulary, which costs more.")
    private int sampled;

    @Option(
            names = "--decay-steps",
            description = "Let the rate fall to zero over that many steps from here, then end.")
    private Long decaySteps;

    @Option(names = "--max-minutes", description = "Stop after this time.")
    private Double maxMinutes;

    @Option(names = "--checkpoint-minutes", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}.")
    private double checkpointMinutes;

    @Option(names = "--validate-minutes", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}.")
    private double validateMinutes;

    @Option(
            names = "--precision",
            defaultValue = "mixed",
            description = "mixed (products of 16-bit factors where the processor has instructions for it) or single "
                    + "(default: ${DEFAULT-VALUE}).")
    private Products precision;

    @Option(names = "--threads", description = "Default: the machine's processors.")
    private Integer threads;

    @Option(names = "--seed", defaultValue = "1", description = "Of every random choice (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--half", description = "Write the model with 16-bit weights.")
    private boolean half;

    @Option(
            names = "--direction",
            defaultValue = "forward",
            description = "forward, or backward: learn to read texts from their end (default: ${DEFAULT-VALUE}).")
    private Direction direction;

    @Option(
            names = "--vectors",
            description =
                    "Folder of a language model of the same vocabulary and embedding whose token vectors this one begins "
                            + "with, such as the forward one's for a backward model; a resumed run has its own.")
    private Path vectors;

    @Option(names = "--resume", description = "Continue from the checkpoint in OUT.")
    private boolean resume;

    /** Sizes by their names on the command line. */
    enum Preset {
        compact,
        medium,
        standard
    }

    /** Precisions by their names on the command line. */
    enum Products {
        mixed(Precision.MIXED),
        single(Precision.SINGLE);

        private final Precision precision;

        Products(Precision precision) {
            this.precision = precision;
        }
    }

    /** Layer types by their names on the command line. */
    enum Cell {
        lstm,
        qrnn
    }

    /** Reading directions by their names on the command line. */
    enum Direction {
        forward,
        backward
    }

    private LanguageModelProgress.Listener printer = LanguageModelProgress.Listener.silent();

    @Override
    public Integer call() throws IOException {
        Path checkpoint = out.resolve(CHECKPOINT);
        if (Checkpoint.exists(checkpoint) != resume) {
            throw new ParameterException(
                    spec.commandLine(),
                    resume
                            ? "there is no checkpoint in " + checkpoint + " to resume from"
                            : checkpoint + " exists; add --resume to continue it, or choose another --out");
        }
        Files.createDirectories(out);
        printer = new LanguageModelProgressPrinter(spec.commandLine().getErr());
        keepDirection();
        TokenStream stream = inOrder(TokenStream.read(encodedText()));
        int processors = threads != null ? threads : Runtime.getRuntime().availableProcessors();
        try (Kernels kernels = new CpuKernels(processors, precision.precision)) {
            train(kernels, stream, checkpoint);
        }
        return CommandLine.ExitCode.OK;
    }

    private void train(Kernels kernels, TokenStream stream, Path checkpoint) throws IOException {
        EncoderConfig config = resume ? Checkpoint.config(checkpoint) : newConfig();
        LanguageModelSettings settings =
                (resume ? Checkpoint.settings(checkpoint) : newSettings()).withSampledClasses(sampled);
        try (LanguageModel model = LanguageModel.initialise(kernels, config, seed);
                LanguageModelTrainer trainer = new LanguageModelTrainer(model, stream, settings)) {
            if (resume) {
                Checkpoint.restore(trainer, checkpoint);
            } else if (vectors != null) {
                beginWithVectors(model);
            }
            System.err.printf(
                    Locale.ROOT,
                    "%s, %,d weights, %,d tokens of text, from step %,d%n",
                    config,
                    model.parameters().values().size(),
                    stream.size(),
                    trainer.step());
            WarmUpStableDecay schedule =
                    new WarmUpStableDecay(model.parameters().groups(), rate, warmUp, OptionalLong.empty(), 0);
            if (decaySteps != null) {
                schedule = schedule.decaying(trainer.step(), decaySteps);
            }
            Optional<TokenStream> held =
                    validation == null ? Optional.empty() : Optional.of(inOrder(TokenStream.read(validation)));
            Cancellation cancellation = new Cancellation();
            StopSignal stopper = new StopSignal(cancellation);
            try {
                OptionalDouble loss = new LanguageModelRun(
                                trainer, held, limits(checkpoint), this::progressed, cancellation)
                        .run(schedule);
                write(model, trainer, loss);
            } catch (TrainingCancelledException e) {
                System.err.println("stopped at step " + trainer.step() + "; --resume continues");
            } finally {
                stopper.close();
            }
        }
    }

    /** Takes over what does not depend on the direction of reading: the tokens' vectors and how frequent they are. */
    private void beginWithVectors(LanguageModel model) throws IOException {
        try (LanguageModelFolder.Opened other = LanguageModelFolder.open(vectors, model.kernels())) {
            boolean fits = other.companion()
                            .tokenizer()
                            .vocabulary()
                            .tokens()
                            .equals(TokenizerFile.read(tokenizerFile())
                                    .vocabulary()
                                    .tokens())
                    && other.model().config().embedding() == model.config().embedding();
            if (!fits) {
                throw new ParameterException(
                        spec.commandLine(),
                        "the vectors of " + vectors
                                + " are of another vocabulary or size: name a model with the tokeniser "
                                + tokenizerFile() + " and an embedding of "
                                + model.config().embedding());
            }
            for (String name : List.of(Encoder.EMBEDDING, LanguageModel.DECODER_BIAS)) {
                model.parameters()
                        .get(name)
                        .values()
                        .write(other.model().parameters().get(name).values().toArray());
            }
        }
    }

    private void write(LanguageModel model, LanguageModelTrainer trainer, OptionalDouble loss) throws IOException {
        SortedMap<String, String> provenance = new TreeMap<>();
        provenance.put("seed", Long.toString(seed));
        provenance.put("steps", Long.toString(trainer.step()));
        provenance.put("tokensSeen", Long.toString(trainer.tokens()));
        loss.ifPresent(value -> provenance.put("validationLoss", Double.toString(value)));
        LanguageModelFolder.write(
                out.resolve(MODEL),
                model,
                new LanguageModelFolder.Companion(
                        TokenizerFile.read(tokenizerFile()), direction == Direction.backward, provenance),
                half ? TensorType.F16 : TensorType.F32);
        System.err.println("wrote " + out.resolve(MODEL));
    }

    private EncoderConfig newConfig() throws IOException {
        int vocabulary = TokenizerFile.read(tokenizerFile()).vocabulary().size();
        CellType type =
                switch (cell) {
                    case lstm -> CellType.LSTM;
                    case qrnn -> CellType.QRNN;
                };
        return switch (preset) {
            case compact -> EncoderConfig.compact(vocabulary, type);
            case medium -> EncoderConfig.medium(vocabulary, type);
            case standard -> EncoderConfig.standard(vocabulary, type);
        };
    }

    private LanguageModelSettings newSettings() {
        return LanguageModelSettings.pretraining(seed).withShape(batch, steps);
    }

    private LanguageModelRun.Limits limits(Path checkpoint) {
        return new LanguageModelRun.Limits(
                Optional.ofNullable(maxMinutes).map(PretrainCommand::minutes),
                Optional.of(checkpoint),
                minutes(checkpointMinutes),
                minutes(validateMinutes));
    }

    private static Duration minutes(double minutes) {
        return Duration.ofNanos(Math.round(minutes * MINUTES_TO_NANOS));
    }

    private Path tokenizerFile() {
        return tokenizer != null ? tokenizer : out.resolve(TOKENIZER);
    }

    /** The encoded text; encodes it, and learns a tokeniser for it, when that has not been done. */
    private Path encodedText() throws IOException {
        if (tokens != null) {
            return tokens;
        }
        Path encoded = out.resolve(TOKENS);
        if (Files.exists(encoded) && resume) {
            return encoded;
        }
        if (texts.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "give --text FILE... or --tokens FILE");
        }
        if (!Files.exists(tokenizerFile())) {
            SubwordTrainer trainer = new SubwordTrainer();
            for (Path text : texts) {
                Corpus.read(text, trainer::add);
            }
            Files.createDirectories(tokenizerFile().toAbsolutePath().getParent());
            TokenizerFile.write(trainer.train(SUBWORDS), tokenizerFile());
            System.err.println("learned " + tokenizerFile());
        }
        Tokenizer pieces = TokenizerFile.read(tokenizerFile());
        try (TokenStreamWriter writer = new TokenStreamWriter(encoded, pieces)) {
            for (Path text : texts) {
                Corpus.read(text, writer::add);
            }
        }
        return encoded;
    }

    private void progressed(LanguageModelProgress progress) {
        printer.progressed(progress);
        if (progress.validationLoss().isPresent()) {
            appendToCurve(progress);
        }
    }

    private void appendToCurve(LanguageModelProgress progress) {
        String line = String.format(
                Locale.ROOT,
                "%s\t%d\t%d\t%.4f\t%.4f%n",
                Instant.now(),
                progress.step(),
                progress.tokens(),
                progress.trainingLoss(),
                progress.validationLoss().getAsDouble());
        try {
            Files.writeString(out.resolve(CURVE), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            System.err.println("the curve could not be written: " + e.getMessage());
        }
    }

    /** A run goes on in the direction in which it began. */
    private void keepDirection() throws IOException {
        Path file = out.resolve(DIRECTION);
        String begun = Files.isRegularFile(file) ? Files.readString(file).strip() : Direction.forward.name();
        if (resume && !begun.equals(direction.name())) {
            throw new ParameterException(
                    spec.commandLine(), "the run in " + out + " reads " + begun + "; add --direction " + begun);
        }
        Files.writeString(file, direction.name() + "\n");
    }

    private TokenStream inOrder(TokenStream stream) {
        return direction == Direction.backward ? stream.reversed() : stream;
    }
}
