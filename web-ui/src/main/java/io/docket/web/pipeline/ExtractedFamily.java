package io.docket.web.pipeline;

import java.util.List;
import java.util.UUID;

/**
 * A document with what was found in it.
 *
 * @param document the document that was extracted
 * @param findings its own outcome and text
 * @param descendants everything found inside it, at any depth
 */
record ExtractedFamily(UUID document, Findings findings, List<NewDocument> descendants) {
    ExtractedFamily {
        descendants = List.copyOf(descendants);
    }
}
