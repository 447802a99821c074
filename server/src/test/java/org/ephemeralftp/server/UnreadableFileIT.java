package org.ephemeralftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ephemeralftp.server.testing.DataMode.EPSV;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.Reply;
import org.ephemeralftp.server.testing.ServerProcess;

/** Files and directories that the server's own system user must not read: refused, and nothing else suffers. */
@Timeout(120)
class UnreadableFileIT {
    /** Root without the right to read everything, as the tests of a container often are. */
    private static final List<String> WITHOUT_PRIVILEGE = List.of(
            "setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search");

    @TempDir
    private Path directory;

    private Path home;

    @BeforeEach
    void make() throws IOException {
        home = Files.createDirectory(directory.resolve("home"));
    }

    private static Path forbidden(Path path, String permissions) throws Exception {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    @AfterEach
    void allow() throws Exception {
        for (String name : List.of("secret", "closed", "blind")) {
            forbidden(home.resolve(name), "rwxrwxrwx");
        }
    }

    @Test
    void what_the_system_forbids_is_550_and_the_rest_works() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        forbidden(Files.writeString(home.resolve("secret"), "secret"), "---------");
        Path closed = Files.createDirectory(home.resolve("closed"));
        Files.writeString(closed.resolve("inside"), "secret");
        forbidden(closed, "---------");
        Path blind = Files.createDirectory(home.resolve("blind"));
        Files.writeString(blind.resolve("inside"), "content");
        forbidden(blind, "--x--x--x");
        Path log = directory.resolve("log");
        try (ServerProcess server = ServerProcess.logging(
                        Files.isReadable(home.resolve("secret")) ? WITHOUT_PRIVILEGE : List.of(),
                        log,
                        home,
                        "21620-21629");
                ControlConnection control = server.logIn()) {
            for (String command : List.of(
                    "RETR secret",
                    "APPE secret",
                    "RETR closed/inside",
                    "STOR closed/new",
                    "MKD closed/new",
                    "CWD closed",
                    "DELE closed/inside",
                    "RNFR closed/inside",
                    "SIZE closed/inside",
                    "LIST closed",
                    "NLST blind",
                    "MLSD closed",
                    "STAT closed",
                    "RETR blind/inside",
                    "STOR blind/new",
                    "DELE blind/inside")) {
                control.expect("EPSV", 229);
                Reply reply = control.send(command);
                assertThat(reply.code()).as("%s: %s", command, reply).isIn(450, 550, 553);
                assertThat(reply.text()).doesNotContain(home.toString()).doesNotContain("Exception");
            }
            assertThat(EPSV.receive(control, "RETR file")).asString().isEqualTo("content");
            assertThat(EPSV.receive(control, "LIST")).asString().contains("secret", "closed", "file");
            control.expect("QUIT", 221);
        }
        assertThat(Files.readAllLines(log)).noneMatch(line -> line.startsWith("\t") || line.contains("Exception"));
        assertThat(Files.size(home.resolve("secret"))).isEqualTo(6);
    }
}
