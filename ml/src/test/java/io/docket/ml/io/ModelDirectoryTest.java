package io.docket.ml.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.ml.DamagedModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelDirectoryTest {
    private static final String KIND = "language-model";

    @TempDir
    private Path parent;

    private Path model;

    @BeforeEach
    void writeAModel() throws IOException {
        model = parent.resolve("model");
        ModelDirectory.write(model, KIND, folder -> {
            Files.writeString(folder.resolve("config.json"), "{}");
            Files.createDirectory(folder.resolve("part"));
            Files.writeString(folder.resolve("part/weights"), "12345");
        });
    }

    @Test
    void acceptsWhatItWrote() throws IOException {
        ModelDirectory.verify(model, KIND);
        assertThat(ModelDirectory.kind(model)).isEqualTo(KIND);
    }

    @Test
    void refusesAChangedFile() throws IOException {
        Files.writeString(model.resolve("part/weights"), "12354");
        assertThatThrownBy(() -> ModelDirectory.verify(model, KIND))
                .isInstanceOf(DamagedModelException.class)
                .hasMessageContaining("part/weights was changed");
    }

    @Test
    void refusesATruncatedFile() throws IOException {
        Files.writeString(model.resolve("part/weights"), "123");
        assertThatThrownBy(() -> ModelDirectory.verify(model, KIND))
                .isInstanceOf(DamagedModelException.class)
                .hasMessageContaining("3 bytes where 5 are due");
    }

    @Test
    void refusesAMissingFileAndAMissingManifest() throws IOException {
        Files.delete(model.resolve("config.json"));
        assertThatThrownBy(() -> ModelDirectory.verify(model, KIND)).hasMessageContaining("config.json is missing");
        Files.delete(model.resolve(ModelDirectory.MANIFEST));
        assertThatThrownBy(() -> ModelDirectory.verify(model, KIND)).hasMessageContaining("manifest.json is missing");
    }

    @Test
    void refusesAnotherKindAndAnotherVersion() throws IOException {
        assertThatThrownBy(() -> ModelDirectory.verify(model, "classifier")).hasMessageContaining("'language-model'");
        Path manifest = model.resolve(ModelDirectory.MANIFEST);
        Files.writeString(manifest, Files.readString(manifest).replace("\"version\" : 1", "\"version\" : 9"));
        assertThatThrownBy(() -> ModelDirectory.verify(model, KIND)).hasMessageContaining("version 9");
    }

    @Test
    void refusesAManifestThatLeadsOutside() throws IOException {
        Path manifest = model.resolve(ModelDirectory.MANIFEST);
        Files.writeString(manifest, Files.readString(manifest).replace("config.json", "../secret"));
        assertThatThrownBy(() -> ModelDirectory.verify(model, KIND)).hasMessageContaining("outside the folder");
    }

    @Test
    void keepsThePreviousModelWhenWritingFails() throws IOException {
        assertThatThrownBy(() -> ModelDirectory.write(model, KIND, folder -> {
                    Files.writeString(folder.resolve("half"), "x");
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        ModelDirectory.verify(model, KIND);
        assertThat(entries()).containsExactly("model");
    }

    @Test
    void replacesAModelAndLeavesNothingBehind() throws IOException {
        ModelDirectory.write(model, KIND, folder -> Files.writeString(folder.resolve("new"), "x"));
        ModelDirectory.verify(model, KIND);
        assertThat(model.resolve("config.json")).doesNotExist();
        assertThat(entries()).containsExactly("model");
    }

    @Test
    void doesNotReplaceAFolderOfSomethingElse() throws IOException {
        Path other = Files.createDirectory(parent.resolve("letters"));
        Files.writeString(other.resolve("letter.txt"), "keep me");
        assertThatThrownBy(() -> ModelDirectory.write(other, KIND, folder -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no model folder");
        assertThat(other.resolve("letter.txt")).hasContent("keep me");
    }

    private List<String> entries() throws IOException {
        try (Stream<Path> files = Files.list(parent)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
