package io.docket.ingest;

import io.docket.ingest.worker.WorkerMain;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Knows the command line of a worker process. */
final class WorkerLauncher {
    private static final int CODE_CACHE_MEBIBYTES = 96;

    private final ExtractorSettings settings;
    private final List<String> networkWall;

    WorkerLauncher(ExtractorSettings settings) {
        this.settings = settings;
        this.networkWall = settings.isolateNetwork() ? NetworkWall.find() : List.of();
    }

    /** Whether workers run in a network namespace without any interface. */
    boolean isolatesNetwork() {
        return !networkWall.isEmpty();
    }

    Process launch(ByteSize heap, Path scratch) throws IOException {
        Path noHosts = Files.createFile(scratch.resolve("hosts"));
        Path silentLogging = Files.writeString(scratch.resolve("logging.properties"), ".level=OFF\n");
        Path temporary = Files.createDirectory(scratch.resolve("tmp"));
        List<String> command = new ArrayList<>(networkWall);
        command.add(settings.javaExecutable().toString());
        command.add("-Xmx" + heap.bytes());
        command.add("-Xss2m");
        command.add("-XX:MaxDirectMemorySize=64m");
        command.add("-XX:MaxMetaspaceSize=256m");
        command.add("-XX:ReservedCodeCacheSize=" + CODE_CACHE_MEBIBYTES + "m");
        // The quick compiler only: a worker reads each format too seldom for the thorough one to pay
        // (docs/benchmarks.md).
        command.add("-XX:TieredStopAtLevel=1");
        // One document at a time: a serial collector needs the least memory and no further threads.
        command.add("-XX:+UseSerialGC");
        // A heap that ran out once cannot be trusted; the message tells the supervisor why the process is gone.
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-XX:+DisplayVMOutputToStderr");
        command.add("-XX:-CreateCoredumpOnCrash");
        command.add("-XX:ErrorFile=" + temporary.resolve("jvm-crash.log"));
        command.add("-XX:-UsePerfData");
        command.add("-Xshare:auto");
        command.add("-Djava.awt.headless=true");
        command.add("-Djava.io.tmpdir=" + temporary);
        command.add("-Duser.home=" + temporary);
        command.add("-Dpdfbox.fontcache=" + temporary);
        // Names resolve from this empty file only.
        command.add("-Djdk.net.hosts.file=" + noHosts);
        command.add("-Djavax.xml.accessExternalDTD=");
        command.add("-Djavax.xml.accessExternalSchema=");
        command.add("-Djavax.xml.accessExternalStylesheet=");
        // Parsers log stack traces and document text by the page; none of the three ways out is of use here.
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=off");
        command.add("-Dlog4j2.simplelogLevel=OFF");
        command.add("-Djava.util.logging.config.file=" + silentLogging);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-cp");
        command.add(String.join(File.pathSeparator, settings.classPath()));
        command.add(WorkerMain.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(temporary.toFile());
        // File names are bytes to the kernel and must mean the same here and there; nothing else is inherited.
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("PATH", "/usr/bin:/bin");
        return builder.start();
    }
}
