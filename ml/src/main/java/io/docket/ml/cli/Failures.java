package io.docket.ml.cli;

import io.docket.ml.DamagedModelException;
import io.docket.ml.TrainingDataException;
import io.docket.ml.data.CsvException;
import io.docket.ml.io.DamagedFileException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** One line on standard error for whatever goes wrong, and the exit code that says whose fault it is. */
final class Failures {

    private Failures() {}

    static int usage(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        command.getErr()
                .println(oneLine(e.getMessage()) + " (see "
                        + command.getCommandSpec().qualifiedName() + " --help)");
        return CommandLine.ExitCode.USAGE;
    }

    static int execution(Exception e, CommandLine command, ParseResult result) {
        Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
        String message =
                switch (cause) {
                    case NoSuchFileException missing -> missing.getFile() + ": there is no such file";
                    case AccessDeniedException denied -> denied.getFile() + ": reading or writing it is not allowed";
                    case FileSystemException other
                    when other.getFile() != null && other.getReason() != null ->
                        other.getFile() + ": " + other.getReason();
                    default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
                };
        command.getErr().println("docket ml: " + oneLine(message));
        return isBadInput(cause) ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }

    private static boolean isBadInput(Throwable cause) {
        return cause instanceof CsvException
                || cause instanceof TrainingDataException
                || cause instanceof DamagedModelException
                || cause instanceof DamagedFileException
                || cause instanceof FileSystemException
                || cause instanceof IllegalArgumentException;
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\s*\\R\\s*", " ");
    }
}
