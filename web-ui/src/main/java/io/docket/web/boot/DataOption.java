package io.docket.web.boot;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the data directory, the same for all commands. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder with everything the appliance keeps (default: DOCKET_DATA, else ~/.docket).")
    private Path given;

    Path directory() {
        if (given != null) {
            return given.toAbsolutePath().normalize();
        }
        String named = System.getenv("DOCKET_DATA");
        Path chosen =
                named == null || named.isBlank() ? Path.of(System.getProperty("user.home"), ".docket") : Path.of(named);
        return chosen.toAbsolutePath().normalize();
    }
}
