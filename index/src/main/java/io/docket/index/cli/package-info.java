/** Commands of the library: {@link io.docket.index.cli.BenchIndexCommand} measures speed. */
package io.docket.index.cli;
