package io.docket.ingest;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.List;

/** Finds the class path with which a worker process sees the same parsers as this one. */
final class WorkerClassPath {
    private WorkerClassPath() {}

    static List<String> ofThisProcess() {
        List<String> own = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .toList();
        Path library = libraryLocation();
        boolean present = own.stream()
                .map(entry -> Path.of(entry).toAbsolutePath().normalize())
                .anyMatch(library.toAbsolutePath().normalize()::equals);
        if (present || library.toFile().isDirectory()) {
            return own;
        }
        return List.of(library.resolveSibling("*").toString());
    }

    private static Path libraryLocation() {
        CodeSource source = WorkerClassPath.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IllegalStateException("cannot tell where " + WorkerClassPath.class.getName()
                    + " was loaded from; give the workers' class path in ExtractorSettings");
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("unusable location " + source.getLocation(), impossible);
        }
    }
}
