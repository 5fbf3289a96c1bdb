package io.docket.ml.cli;

import io.docket.ml.train.LanguageModelProgress;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints a line every ten seconds, and whenever the loss on the validation text was measured. */
final class LanguageModelProgressPrinter implements LanguageModelProgress.Listener {

    private static final long PAUSE_NANOS = 10_000_000_000L;

    private final PrintWriter out;
    private long printed = System.nanoTime() - PAUSE_NANOS;

    LanguageModelProgressPrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void progressed(LanguageModelProgress progress) {
        if (progress.validationLoss().isEmpty() && System.nanoTime() - printed < PAUSE_NANOS) {
            return;
        }
        printed = System.nanoTime();
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "step %,d, %,d tokens, %.0f tokens/s, loss %.4f",
                progress.step(),
                progress.tokens(),
                progress.tokensPerSecond(),
                progress.trainingLoss()));
        progress.remaining()
                .ifPresent(left -> line.append(", ").append(left.toSeconds()).append(" s left"));
        progress.validationLoss()
                .ifPresent(loss -> line.append(String.format(Locale.ROOT, ", on unseen text %.4f", loss)));
        out.println(line);
        out.flush();
    }
}
