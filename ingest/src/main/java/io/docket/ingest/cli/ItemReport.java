package io.docket.ingest.cli;

import io.docket.ingest.ExtractedItem;

/** Prints one line for each item. Safe for use by several threads. */
interface ItemReport {
    void line(ExtractedItem item);
}
