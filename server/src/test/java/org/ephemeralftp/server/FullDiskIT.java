package org.ephemeralftp.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.ephemeralftp.server.testing.DataMode.PASV;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.ServerProcess;

/**
 * A disk that is really full, and a home of several file systems: the server runs in a mount namespace of its own, where
 * {@code small} is a file system of 256 KiB and 40 files, and {@code twice} the directory {@code once} mounted again.
 */
@Timeout(300)
class FullDiskIT {
    private static final String MOUNTS =
            "mount -t tmpfs -o size=256k,mode=700,nr_inodes=40 none \"$0/small\" && mount --bind \"$0/once\" \"$0/twice\"";

    @TempDir
    private Path home;

    private ServerProcess server;

    @BeforeEach
    void start() throws Exception {
        for (String name : List.of("small", "once", "twice")) {
            Files.createDirectory(home.resolve(name));
        }
        assumeThat(namespacesWork())
                .as("unshare may make a mount namespace here")
                .isTrue();
        List<String> through = inNamespace(MOUNTS + " && exec \"$@\"");
        server = ServerProcess.start(through, home, "22143-22149");
    }

    private List<String> inNamespace(String script) {
        return List.of("unshare", "--mount", "--map-root-user", "sh", "-c", script, home.toString());
    }

    private boolean namespacesWork() throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(inNamespace(MOUNTS)).inheritIO().start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    private static byte[] content(int letter, int length) {
        byte[] content = new byte[length];
        Arrays.fill(content, (byte) letter);
        return content;
    }

    @Test
    void a_full_disk_is_452_and_the_old_file_stays() throws Exception {
        byte[] old = content('o', 100_000);
        try (ControlConnection control = server.logIn()) {
            PASV.send(control, "STOR small/file", old);
            for (String command : List.of("STOR small/file", "STOR small/new", "STOU small")) {
                assertFull(control, command);
                assertThat(PASV.receive(control, "RETR small/file")).isEqualTo(old);
            }
            assertThat(PASV.receive(control, "NLST small")).asString().isEqualToIgnoringNewLines("small/file");
            // What is hidden would be in the way of this one.
            PASV.send(control, "STOR small/file", content('n', 120_000));
            assertThat(PASV.receive(control, "RETR small/file")).isEqualTo(content('n', 120_000));
            assertFull(control, "APPE small/file");
            control.expect("DELE small/file", 250);
        }
    }

    @Test
    void what_has_no_place_for_another_file_is_452_and_all_stays() throws Exception {
        byte[] large = content('l', 300_000);
        try (ControlConnection control = server.logIn()) {
            PASV.send(control, "STOR large", large);
            control.expect("RNFR large", 350);
            assertThat(control.expect("RNTO small/large", 452).text()).contains("space");
            assertThat(PASV.receive(control, "NLST small")).isEmpty();
            PASV.send(control, "STOR small/old", content('o', 10));
            int made = 0;
            while (made < 40 && control.send("MKD small/d" + made).code() == 257) {
                made++;
            }
            assertThat(made).isBetween(1, 39);
            assertThat(control.expect("MKD small/one-more", 452).text()).contains("space");
            control.expect("RNFR small/old", 350);
            control.expect("RNTO small/renamed", 250);
            PASV.send(control, "STOR file", content('f', 10));
            control.expect("RNFR file", 350);
            control.expect("RNTO small/file", 452);
            assertThat(new String(PASV.receive(control, "NLST small"), US_ASCII).lines())
                    .hasSize(made + 1)
                    .contains("small/renamed");
            assertThat(PASV.receive(control, "RETR file")).isEqualTo(content('f', 10));
            assertThat(PASV.receive(control, "RETR large")).isEqualTo(large);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "twice"})
    void a_file_moves_to_another_file_system_and_back_and_replaces_nothing(String directory) throws Exception {
        try (ControlConnection control = server.logIn()) {
            PASV.send(control, "STOR file", content('f', 1000));
            control.expect("MFMT 20200102030405 file", 213);
            PASV.send(control, "STOR " + directory + "/other", content('o', 10));
            control.expect("RNFR file", 350);
            control.expect("RNTO " + directory + "/other", 553);
            control.expect("RNFR file", 350);
            control.expect("RNTO " + directory + "/file", 250);
            assertThat(control.expect("MDTM " + directory + "/file", 213).text())
                    .startsWith("213 20200102030405");
            control.expect("RNFR " + directory + "/file", 350);
            control.expect("RNTO file", 250);
            assertThat(PASV.receive(control, "RETR file")).isEqualTo(content('f', 1000));
            assertThat(PASV.receive(control, "RETR " + directory + "/other")).isEqualTo(content('o', 10));
            control.expect("MKD directory", 257);
            control.expect("RNFR directory", 350);
            control.expect("RNTO " + directory + "/directory", 553);
            assertThat(PASV.receive(control, "NLST " + directory)).hasSize(directory.length() + "/other\r\n".length());
        }
    }

    private static void assertFull(ControlConnection control, String command) throws IOException {
        try (Socket data = ControlConnection.connect(control.client(), control.passive())) {
            control.expect(command, 150);
            try {
                data.getOutputStream().write(content('x', 1_000_000));
            } catch (SocketException e) {
                assertThat(e).isNotNull();
            }
            assertThat(control.expect(452).text()).contains("space").doesNotContain("/small");
        }
    }

    /** To another file system nothing can be renamed, and to the same one in another place neither. */
    @ParameterizedTest
    @ValueSource(strings = {"small", "twice"})
    void files_arrive_whole_on_other_file_systems(String directory) throws Exception {
        String name = directory + "/d/file";
        try (ControlConnection control = server.logIn()) {
            control.expect("MKD " + directory + "/d", 257);
            PASV.send(control, "STOR " + name, content('o', 1000));
            try (Socket data = ControlConnection.connect(control.client(), control.passive())) {
                control.expect("STOR " + name, 150);
                data.getOutputStream().write(content('x', 500));
                data.setSoLinger(true, 0);
            }
            control.expect(426);
            assertThat(PASV.receive(control, "RETR " + name)).isEqualTo(content('o', 1000));
            PASV.send(control, "STOR " + name, content('n', 2000));
            assertThat(PASV.receive(control, "RETR " + name)).isEqualTo(content('n', 2000));
            String unique = PASV.send(control, "STOU " + directory + "/d", content('u', 10))
                    .text()
                    .replaceFirst("150 FILE: ", "");
            control.expect("DELE " + unique, 250);
            control.expect("DELE " + name, 250);
            control.expect("RMD " + directory + "/d", 250);
        }
    }
}
