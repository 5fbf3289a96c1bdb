package io.docket.web.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path folder;

    @Test
    void newerFormatIsRefusedWithItsNumber() throws IOException {
        Files.writeString(folder.resolve("format"), "7\n");
        assertThatThrownBy(() -> DataDirectory.take(folder))
                .isInstanceOf(BootException.class)
                .hasMessageContaining("format 7")
                .hasMessageContaining("--data");
    }

    @Test
    void refusedFolderCanBeTakenOnceItIsRight() throws IOException {
        Files.writeString(folder.resolve("format"), "7\n");
        assertThatThrownBy(() -> DataDirectory.take(folder)).isInstanceOf(BootException.class);
        Files.delete(folder.resolve("format"));
        DataDirectory.take(folder).close();
        assertThat(DataDirectory.running(folder)).isEmpty();
    }

    @Test
    void databaseOfAnotherVersionIsRefusedWithItsNumber() throws IOException {
        Path cluster = Files.createDirectories(folder.resolve("cluster"));
        Files.writeString(cluster.resolve("PG_VERSION"), "15\n");
        Secrets secrets = Secrets.in(folder.resolve("secrets.properties"));
        assertThatThrownBy(() -> PostgresServer.start(MachineCache.ofUser(), folder, secrets, 0))
                .isInstanceOf(BootException.class)
                .hasMessageContaining("PostgreSQL 15");
    }

    @Test
    void secretsAreKeptAndReadableByTheirOwnerOnly() throws IOException {
        Path file = folder.resolve("secrets.properties");
        Secrets made = Secrets.in(file);
        assertThat(Secrets.in(file)).isEqualTo(made);
        assertThat(made.databaseOwner()).hasSizeGreaterThanOrEqualTo(32).isNotEqualTo(made.databaseApplication());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(made.toString()).doesNotContain(made.databaseOwner());
    }

    @Test
    void takenPortIsNamedWithItsUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ports ports = new Ports(taken.getLocalPort(), 1, 1);
            assertThatThrownBy(() -> ports.requireFree(false))
                    .isInstanceOf(BootException.class)
                    .hasMessageContaining(taken.getLocalPort() + " (Docket) is taken");
        }
    }
}
