package io.docket.web.pipeline;

import java.util.List;
import java.util.UUID;

/** The passwords that encrypted items of a collection are tried with; the extraction step asks for them. */
public interface CollectionPasswords {
    /** In the order in which they are to be tried; empty when there are none. */
    List<String> of(UUID collection);
}
