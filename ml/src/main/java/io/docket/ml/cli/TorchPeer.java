package io.docket.ml.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** PyTorch in a process of its own that answers one request at a time; see {@code ml/bench/torch_peer.py}. */
final class TorchPeer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Writer requests;
    private final BufferedReader answers;
    private final int threads;
    private final int vocabulary;
    private final BenchMlCommand.Clock clock;
    private double peakMegabytes;

    TorchPeer(Path python, Path script, int threads, int vocabulary, BenchMlCommand.Clock clock) throws IOException {
        if (!Files.isRegularFile(script)) {
            throw new IllegalArgumentException(
                    script + ": there is no such file; run from the root of the repository or give --script");
        }
        this.threads = threads;
        this.vocabulary = vocabulary;
        this.clock = clock;
        ProcessBuilder builder = new ProcessBuilder(python.toString(), script.toString());
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
        builder.environment().put("OPENBLAS_NUM_THREADS", Integer.toString(threads));
        process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        requests = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Time of one training step or one inference pass. */
    double seconds(String preset, String task, int batch, int steps) throws IOException {
        requests.write(Json.line(Map.of(
                "clock", clock,
                "preset", preset,
                "task", task,
                "batch", batch,
                "steps", steps,
                "vocabulary", vocabulary,
                "threads", threads,
                "repeats", 1)));
        requests.write('\n');
        requests.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the PyTorch process ended; does this Python have torch (Debian's python3-torch)?");
        }
        JsonNode node = JSON.readTree(answer);
        peakMegabytes = node.get("peakMegabytes").asDouble();
        return node.get("seconds").asDouble();
    }

    /** The most memory the process has had so far. */
    double peakMegabytes() {
        return peakMegabytes;
    }

    @Override
    public void close() throws IOException {
        requests.close();
        process.destroy();
    }
}
