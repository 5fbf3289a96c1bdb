/**
 * Commands of the library: {@link io.docket.index.cli.BenchIndexCommand} measures speed,
 * {@link io.docket.index.cli.BenchRankingCommand} measures how well questions find their passages.
 */
package io.docket.index.cli;
