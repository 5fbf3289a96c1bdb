/**
 * The command line of {@code ml}: {@link io.docket.ml.cli.MlCommand} with one class per subcommand. Progress goes to standard
 * error, results to standard output, with {@code --json} as JSON. Exit codes: 0 done, 2 bad usage or bad input (one line says
 * what and the remedy), 1 failure.
 */
package io.docket.ml.cli;
