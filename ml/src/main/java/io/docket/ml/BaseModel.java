package io.docket.ml;

import java.nio.file.Path;
import java.util.Objects;

/** What the language model of a run starts from. */
public sealed interface BaseModel {

    /** The base model that is shipped with Docket; when it is not installed, the run trains the linear model only. */
    record Shipped() implements BaseModel {}

    /** No pretrained weights: the language model learns from the texts of the run alone. */
    record None() implements BaseModel {}

    /** A language-model folder. */
    record Folder(Path path) implements BaseModel {
        public Folder {
            Objects.requireNonNull(path, "path");
        }
    }
}
