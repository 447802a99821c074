package org.ephemeralftp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;

/** A link out of the home is no file, unless links may lead anywhere. */
@Timeout(60)
class FollowSymlinksIT {
    @TempDir
    private Path base;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void links_lead_out_only_where_that_is_wanted(boolean wanted) throws Exception {
        Path outside = Files.createDirectory(base.resolve("outside"));
        Files.writeString(outside.resolve("file"), "x");
        Path home = Files.createDirectory(base.resolve("home"));
        Files.createSymbolicLink(home.resolve("out"), outside);
        try (EphemeralFtpServer server = EphemeralFtpServer.builder()
                        .port(0)
                        .passivePorts("27090-27099")
                        .home(home)
                        .followSymlinks(wanted)
                        .user("u", "p")
                        .start();
                ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            assertThat(DataMode.PASV.receive(control, "NLST")).hasSize(wanted ? "out\r\n".length() : 0);
            control.expect("CWD out", wanted ? 250 : 550);
            control.expect("MKD /out/new", wanted ? 257 : 550);
            if (wanted) {
                assertThat(DataMode.PASV.receive(control, "RETR file")).hasSize(1);
            }
        }
        assertThat(Files.exists(outside.resolve("new"))).isEqualTo(wanted);
    }
}
