package io.docket.ml.cli;

import io.docket.ml.io.LanguageModelFolder;
import io.docket.ml.kernel.Floats;
import io.docket.ml.kernel.Kernels;
import io.docket.ml.kernel.cpu.CpuKernels;
import io.docket.ml.model.EncoderPass;
import io.docket.ml.model.EncoderState;
import io.docket.ml.model.LanguageModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code docket ml logits}: the raw numbers of a language model for given ids, to compare it with other implementations. */
@Command(
        name = "logits",
        mixinStandardHelpOptions = true,
        description = "Print the raw numbers of a language model for given token ids.")
final class LogitsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "Language-model folder.")
    private Path model;

    @Option(
            names = "--ids",
            required = true,
            split = ",",
            paramLabel = "ID",
            description = "Token ids, in reading order.")
    private int[] ids;

    @Option(names = "--json", description = "Print JSON (the only form there is; accepted for uniformity).")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        try (Kernels kernels = new CpuKernels(1);
                LanguageModelFolder.Opened opened = LanguageModelFolder.open(model, kernels)) {
            spec.commandLine().getOut().println(Json.line(numbers(kernels, opened.model())));
            spec.commandLine().getOut().flush();
        }
        return CommandLine.ExitCode.OK;
    }

    private Map<String, Object> numbers(Kernels kernels, LanguageModel languageModel) {
        int vocabulary = languageModel.config().vocabulary();
        for (int id : ids) {
            if (id < 0 || id >= vocabulary) {
                throw new IllegalArgumentException("--ids: " + id + " is not one of the " + vocabulary + " tokens");
            }
        }
        int width = languageModel.config().embedding();
        try (EncoderPass pass = languageModel.encoder().newPass(ids.length, 1);
                EncoderState state = languageModel.encoder().newState(1);
                Floats logits = kernels.allocate(vocabulary)) {
            Floats output = pass.forward(ids, ids.length, 1, state);
            languageModel.logits(output.slice((ids.length - 1L) * width, width), 1, logits);
            int[] targets = Arrays.copyOfRange(ids, 1, ids.length + 1);
            targets[ids.length - 1] = -1;
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("lastLogits", logits.toArray());
            fields.put(
                    "pooledLastMaxMean",
                    pooled(output.slice(0, (long) ids.length * width).toArray(), width));
            fields.put(
                    "meanNegativeLogLikelihood",
                    ids.length == 1 ? null : languageModel.loss(output, targets) / (ids.length - 1));
            return fields;
        }
    }

    private static float[] pooled(float[] output, int width) {
        int steps = output.length / width;
        float[] pooled = new float[3 * width];
        for (int feature = 0; feature < width; feature++) {
            float most = Float.NEGATIVE_INFINITY;
            double sum = 0;
            for (int step = 0; step < steps; step++) {
                float value = output[step * width + feature];
                most = Math.max(most, value);
                sum += value;
            }
            pooled[feature] = output[(steps - 1) * width + feature];
            pooled[width + feature] = most;
            pooled[2 * width + feature] = (float) (sum / steps);
        }
        return pooled;
    }
}
