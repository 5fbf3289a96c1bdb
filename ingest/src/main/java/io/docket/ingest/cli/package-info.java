/** Commands of the ingest library: extract files, measure the cost of isolation. */
package io.docket.ingest.cli;
