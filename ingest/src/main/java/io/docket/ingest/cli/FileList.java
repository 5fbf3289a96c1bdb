package io.docket.ingest.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * The regular files at and below some paths, in a stable order. Links to folders are not followed inside folders, so that no loop
 * is walked. What is no file, or cannot be looked at, is remembered with the reason.
 */
final class FileList {
    private final List<String> passedOver = new ArrayList<>();

    /** What was passed over since this was made, each with the reason. */
    List<String> passedOver() {
        return List.copyOf(passedOver);
    }

    /** @throws IOException when a path does not exist or cannot be read; the message names it and the remedy */
    List<Path> of(List<Path> paths) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                List<Path> found = new ArrayList<>();
                Files.walkFileTree(path, new Visitor(found));
                found.stream().sorted().forEach(files::add);
            } else if (Files.isRegularFile(path)) {
                files.add(path);
            } else {
                throw new NoSuchFileException(path + ": no such file or folder; check the path");
            }
        }
        return files;
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        private final List<Path> found;

        Visitor(List<Path> found) {
            this.found = found;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (Files.isRegularFile(file)) {
                found.add(file);
            } else if (Files.isDirectory(file)) {
                passedOver.add(file + ": a link to a folder is not followed");
            } else {
                passedOver.add(file + ": not a file");
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            passedOver.add(file + ": cannot be looked at: " + failure.getMessage());
            return FileVisitResult.CONTINUE;
        }
    }
}
