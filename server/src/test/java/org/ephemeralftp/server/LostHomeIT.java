package org.ephemeralftp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.Reply;

/** A home that is gone while somebody is logged in, as when a disk is unplugged: clear replies until it is back. */
@Timeout(60)
class LostHomeIT {
    private static final List<String> COMMANDS = List.of(
            "RETR file",
            "STOR file",
            "STOR new",
            "STOU",
            "APPE file",
            "LIST",
            "LIST dir",
            "NLST",
            "MLSD",
            "SIZE file",
            "MDTM file",
            "MFMT 20200102030405 file",
            "MLST file",
            "MLST",
            "DELE file",
            "MKD new",
            "RMD dir",
            "CWD dir",
            "CWD /",
            "CDUP",
            "RNFR file",
            "STAT file",
            "STAT dir");

    @TempDir
    private Path directory;

    @Test
    void every_command_is_refused_while_it_is_gone_and_works_when_it_is_back() throws Exception {
        Path home = Files.createDirectory(directory.resolve("home"));
        Files.writeString(home.resolve("file"), "content");
        Files.createDirectory(home.resolve("dir"));
        try (EphemeralFtpServer server = EphemeralFtpServer.builder()
                        .port(0)
                        .passivePorts("21610-21619")
                        .home(home)
                        .user("u", "p")
                        .start();
                ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            Path gone = directory.resolve("gone");
            Files.move(home, gone);
            for (String command : COMMANDS) {
                assertRefused(control, command);
            }
            for (String harmless : List.of("PWD", "NOOP", "TYPE I", "FEAT", "SYST", "STAT")) {
                assertThat(control.send(harmless).code()).as(harmless).isBetween(200, 299);
            }
            assertThat(directory).isDirectoryNotContaining("glob:**/home");
            Files.move(gone, home);
            assertWorks(control, home);
        }
    }

    /** Also with a data connection that is ready: nothing comes over it. */
    private void assertRefused(ControlConnection control, String command) throws IOException {
        control.expect("EPSV", 229);
        Reply reply = control.send(command);
        assertThat(reply.code()).as("%s: %s", command, reply).isBetween(450, 599);
        assertThat(reply.text())
                .doesNotContain(directory.toString())
                .doesNotContain("Exception")
                .hasSizeGreaterThan("550 ".length());
        control.expect("NOOP", 200);
    }

    private static void assertWorks(ControlConnection control, Path home) throws IOException {
        assertThat(DataMode.EPSV.receive(control, "RETR file")).asString().isEqualTo("content");
        DataMode.EPSV.send(control, "STOR file", new byte[10]);
        assertThat(home.resolve("file")).hasSize(10);
        assertThat(DataMode.EPSV.receive(control, "NLST")).asString().isEqualTo("dir\r\nfile\r\n");
        control.expect("MKD new", 257);
        control.expect("CWD new", 250);
        control.expect("QUIT", 221);
    }
}
