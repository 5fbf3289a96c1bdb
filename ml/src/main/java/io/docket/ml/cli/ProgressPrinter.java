package io.docket.ml.cli;

import io.docket.ml.TrainingListener;
import io.docket.ml.TrainingProgress;
import io.docket.ml.TrainingStage;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints a line for each stage as it begins, and then one every few seconds. */
final class ProgressPrinter implements TrainingListener {

    private static final long PAUSE_NANOS = 5_000_000_000L;

    private final PrintWriter out;
    private TrainingStage stage;
    private long printed;

    ProgressPrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public synchronized void progressed(TrainingProgress progress) {
        long now = System.nanoTime();
        boolean begins = progress.stage() != stage;
        if (!begins && now - printed < PAUSE_NANOS) {
            return;
        }
        stage = progress.stage();
        printed = now;
        StringBuilder line = new StringBuilder(stage.displayName());
        if (!begins || progress.fraction() > 0) {
            line.append(String.format(Locale.ROOT, " %.0f %%", 100 * progress.fraction()));
        }
        progress.rate()
                .ifPresent(rate -> line.append(String.format(Locale.ROOT, ", %,.0f %s/s", rate, progress.rateUnit())));
        progress.trainingLoss().ifPresent(loss -> line.append(String.format(Locale.ROOT, ", loss %.3f", loss)));
        progress.validationLoss()
                .ifPresent(loss -> line.append(String.format(Locale.ROOT, ", on unseen rows %.3f", loss)));
        progress.remaining()
                .ifPresent(left -> line.append(", ").append(left.toSeconds()).append(" s left"));
        out.println(line);
        out.flush();
    }
}
