package io.docket.ml.classify;

import io.docket.ml.BaseModel;
import io.docket.ml.NeuralOptions;
import io.docket.ml.champion.CandidateUnavailableException;
import io.docket.ml.io.LanguageModelFolder;
import io.docket.ml.io.Tensor;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.model.CellType;
import io.docket.ml.model.Encoder;
import io.docket.ml.model.EncoderConfig;
import io.docket.ml.model.LanguageModel;
import io.docket.ml.model.ParameterSet;
import io.docket.ml.text.SubwordTokenizer;
import io.docket.ml.text.SubwordTrainer;
import io.docket.ml.text.Tokenizer;
import io.docket.ml.text.Vocabulary;
import io.docket.ml.text.VocabularyAdaptation;
import io.docket.ml.text.WordTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The language model that a run starts from, with a vocabulary that suits its texts: a base with subwords as it is, a base with
 * words after adaptation to the words of the texts, or new random weights with subwords learned from the texts.
 *
 * @param tokenizer for the texts of the run
 * @param model weights; the caller closes them
 * @param pretrained whether there is anything to preserve in them
 * @param version of the base model; empty for none
 */
record StartingModel(Tokenizer tokenizer, LanguageModel model, boolean pretrained, String version) {
    /** Enough for a tenant's own language when nothing is known beforehand; more would each be seen too rarely. */
    private static final int SUBWORDS_FROM_NOTHING = 8_000;

    private static final int VERSION_CHARACTERS = 12;

    static StartingModel of(
            BaseModel base,
            NeuralOptions options,
            ReadingDirection direction,
            TrainingTexts texts,
            Kernels kernels,
            long seed)
            throws IOException {
        return switch (base) {
            case BaseModel.None none -> fromNothing(options, texts, kernels, seed);
            case BaseModel.Folder folder -> open(folder.path(), direction, texts, kernels);
            case BaseModel.Shipped shipped ->
                open(
                        ShippedBase.folder()
                                .orElseThrow(() -> new CandidateUnavailableException(
                                        "the base model is not installed; name one with --base, or use --base none")),
                        direction,
                        texts,
                        kernels);
        };
    }

    private static StartingModel fromNothing(NeuralOptions options, TrainingTexts texts, Kernels kernels, long seed)
            throws IOException {
        SubwordTrainer trainer = new SubwordTrainer();
        texts.forEach(trainer::add);
        SubwordTokenizer tokenizer = trainer.train(SUBWORDS_FROM_NOTHING);
        int vocabulary = tokenizer.vocabulary().size();
        EncoderConfig sizes =
                switch (options.preset()) {
                    case COMPACT -> EncoderConfig.compact(vocabulary, CellType.LSTM);
                    case STANDARD -> EncoderConfig.standard(vocabulary, CellType.LSTM);
                };
        return new StartingModel(tokenizer, LanguageModel.initialise(kernels, sizes, seed), false, "");
    }

    private static StartingModel open(Path base, ReadingDirection direction, TrainingTexts texts, Kernels kernels)
            throws IOException {
        Path folder = direction == ReadingDirection.FORWARD ? base : backward(base);
        LanguageModelFolder.Opened opened = LanguageModelFolder.open(folder, kernels);
        if (opened.companion().backward() != (direction == ReadingDirection.BACKWARD)) {
            opened.close();
            throw new CandidateUnavailableException("the base model " + folder
                    + (direction == ReadingDirection.FORWARD
                            ? " reads backward; name a forward one with --base"
                            : " reads forward and lies where the backward one belongs"));
        }
        String version = opened.fingerprint().substring(0, VERSION_CHARACTERS);
        return switch (opened.companion().tokenizer()) {
            case SubwordTokenizer subwords -> new StartingModel(subwords, opened.model(), true, version);
            case WordTokenizer words -> {
                try (opened) {
                    WordTokenizer adapted = words(texts);
                    yield new StartingModel(adapted, adapt(opened.model(), words, adapted, kernels), true, version);
                }
            }
        };
    }

    static void requireBackward(BaseModel base) {
        switch (base) {
            case BaseModel.None none -> {
                // both directions begin with nothing
            }
            case BaseModel.Folder folder -> backward(folder.path());
            case BaseModel.Shipped shipped -> ShippedBase.folder().ifPresent(StartingModel::backward);
        }
    }

    /** A model learned backward from the texts of a run alone would be a weak half of the mean, so it is not made. */
    private static Path backward(Path base) {
        return LanguageModelFolder.backward(base)
                .orElseThrow(() -> new CandidateUnavailableException("the base model " + base
                        + " reads forward only (it has no folder " + LanguageModelFolder.BACKWARD
                        + "); train with --direction forward, or pretrain a backward one with"
                        + " 'docket ml pretrain --direction backward' and put it there"));
    }

    private static WordTokenizer words(TrainingTexts texts) throws IOException {
        Map<String, Integer> frequencies = new HashMap<>();
        texts.forEach(text -> WordTokenizer.count(text, frequencies));
        return new WordTokenizer(
                Vocabulary.build(frequencies, Vocabulary.DEFAULT_MIN_FREQUENCY, Vocabulary.DEFAULT_MAX_SIZE));
    }

    private static LanguageModel adapt(LanguageModel base, WordTokenizer from, WordTokenizer to, Kernels kernels) {
        VocabularyAdaptation adaptation = new VocabularyAdaptation(from.vocabulary(), to.vocabulary());
        EncoderConfig old = base.config();
        EncoderConfig sizes =
                new EncoderConfig(to.vocabulary().size(), old.embedding(), old.hidden(), old.layers(), old.cell());
        List<Tensor> tensors = new ArrayList<>();
        for (Tensor tensor : LanguageModelFolder.tensors(base.parameters())) {
            tensors.add(
                    switch (tensor.name()) {
                        case Encoder.EMBEDDING ->
                            new Tensor(
                                    tensor.name(),
                                    new int[] {sizes.vocabulary(), old.embedding()},
                                    adaptation.adapt(tensor.values(), old.embedding()));
                        case LanguageModel.DECODER_BIAS ->
                            new Tensor(
                                    tensor.name(),
                                    new int[] {sizes.vocabulary()},
                                    adaptation.adapt(tensor.values(), 1));
                        default -> tensor;
                    });
        }
        ParameterSet parameters = new ParameterSet(kernels, LanguageModel.specs(sizes));
        ClassifierTraining.fill(parameters, tensors);
        return new LanguageModel(kernels, sizes, parameters);
    }
}
