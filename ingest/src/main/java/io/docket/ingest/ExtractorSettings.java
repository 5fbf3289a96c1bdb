package io.docket.ingest;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * How an {@link Extractor} runs its worker processes.
 *
 * @param workers how many items are parsed at the same time
 * @param spareWorkers further processes kept warm, so that the death of one costs no start
 * @param limits used where a request brings none
 * @param javaExecutable the {@code java} that runs the workers
 * @param classPath class path of the workers: this library with Tika
 * @param scratchDirectory for the workers' temporary files; each worker's part is removed when it ends
 * @param isolateNetwork whether workers are started in a network namespace of their own where the system allows it
 */
public record ExtractorSettings(
        int workers,
        int spareWorkers,
        ExtractionLimits limits,
        Path javaExecutable,
        List<String> classPath,
        Path scratchDirectory,
        boolean isolateNetwork) {

    public ExtractorSettings {
        if (workers < 1) {
            throw new IllegalArgumentException("workers is " + workers + "; at least 1 is needed");
        }
        if (spareWorkers < 0) {
            throw new IllegalArgumentException("spareWorkers is negative: " + spareWorkers);
        }
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(javaExecutable, "javaExecutable");
        Objects.requireNonNull(scratchDirectory, "scratchDirectory");
        classPath = List.copyOf(classPath);
        if (classPath.isEmpty()) {
            throw new IllegalArgumentException("the workers' class path is empty");
        }
    }

    /**
     * One worker per processor and one spare, with this process's Java and class path. Where this library was loaded
     * from a folder of jars that is not on the class path (as Quarkus does), all jars of that folder are used.
     */
    public static ExtractorSettings defaults() {
        return new ExtractorSettings(
                Runtime.getRuntime().availableProcessors(),
                1,
                ExtractionLimits.defaults(),
                Path.of(System.getProperty("java.home"), "bin", "java"),
                WorkerClassPath.ofThisProcess(),
                Path.of(System.getProperty("java.io.tmpdir")),
                true);
    }

    /** These settings with another number of workers. */
    public ExtractorSettings withWorkers(int newWorkers) {
        return new ExtractorSettings(
                newWorkers, spareWorkers, limits, javaExecutable, classPath, scratchDirectory, isolateNetwork);
    }

    /** These settings with another number of spare workers. */
    public ExtractorSettings withSpareWorkers(int newSpareWorkers) {
        return new ExtractorSettings(
                workers, newSpareWorkers, limits, javaExecutable, classPath, scratchDirectory, isolateNetwork);
    }

    /** These settings with other limits. */
    public ExtractorSettings withLimits(ExtractionLimits newLimits) {
        return new ExtractorSettings(
                workers, spareWorkers, newLimits, javaExecutable, classPath, scratchDirectory, isolateNetwork);
    }

    /** These settings with another class path. */
    public ExtractorSettings withClassPath(List<String> newClassPath) {
        return new ExtractorSettings(
                workers, spareWorkers, limits, javaExecutable, newClassPath, scratchDirectory, isolateNetwork);
    }

    /** These settings with another place for temporary files. */
    public ExtractorSettings withScratchDirectory(Path newScratchDirectory) {
        return new ExtractorSettings(
                workers, spareWorkers, limits, javaExecutable, classPath, newScratchDirectory, isolateNetwork);
    }
}
