package org.ephemeralftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.ephemeralftp.server.testing.DataMode.EPSV;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.Reply;
import org.ephemeralftp.server.testing.ServerProcess;

/** A server that may open no more files: it says so once, rests, refuses what needs one, and goes on when there are some. */
@Timeout(200)
class FewDescriptorsIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int CROWD = 300;

    @TempDir
    private Path directory;

    private final List<ControlConnection> crowd = new ArrayList<>();

    @Test
    void want_of_descriptors_ends_with_them() throws Exception {
        Path home = Files.createDirectory(directory.resolve("home"));
        Files.writeString(home.resolve("file"), "content");
        try (ServerProcess server = ServerProcess.logging(
                        List.of("sh", "-c", "ulimit -n 250 && exec \"$@\"", "sh"),
                        directory.resolve("log"),
                        home,
                        "21640-21649",
                        "--max-sessions-per-address=500",
                        "--lease-timeout=5m");
                ControlConnection control = server.logIn()) {
            // So that everything is loaded that needs files to be opened.
            assertWorks(control);
            InetSocketAddress port = new InetSocketAddress(
                    control.server(), control.expect("EPSV", 229).port());
            comeInCrowds(server);
            // The system accepts it; the server cannot.
            try (Socket data = ControlConnection.connect(control.client(), port)) {
                await().atMost(LIMIT).until(() -> count("Cannot accept on the listener") > 0);
                assertRefusedAndCheap(server, control);
                for (ControlConnection one : crowd) {
                    one.close();
                }
                assertThat(data.isConnected()).isTrue();
            }
            await().atMost(LIMIT).until(() -> count("Control connections are accepted again") > 0);
            assertWorks(control);
            assertThat(count("Data connections are accepted again")).isEqualTo(1);
            try (ControlConnection next = server.logIn()) {
                assertWorks(next);
            }
        } finally {
            for (ControlConnection one : crowd) {
                one.close();
            }
        }
        // Not one for each try, of which there are twenty a second; while the crowd leaves, some of it are accepted
        // first.
        assertThat(count("Control connections cannot be accepted"))
                .isEqualTo(count("Control connections are accepted again"))
                .isLessThan(6);
        assertThat(count("Cannot accept on the listener")).isEqualTo(1);
        assertThat(log()).noneMatch(line -> line.startsWith("\t") || line.contains("Exception"));
    }

    private void comeInCrowds(ServerProcess server) throws IOException {
        for (int i = 0; i < CROWD; i++) {
            crowd.add(ControlConnection.open(ControlConnection.IPV4, server.port()));
        }
        await().atMost(LIMIT).until(() -> count("Control connections cannot be accepted") > 0);
    }

    /** Replies come, and while nothing happens little is done: less than a quarter of one processor. */
    private static void assertRefusedAndCheap(ServerProcess server, ControlConnection control) throws IOException {
        for (String command : List.of("RETR file", "STOR new", "LIST", "MLSD", "MKD new", "DELE missing")) {
            Reply reply = control.send(command);
            assertThat(reply.code()).as("%s: %s", command, reply).isBetween(400, 599);
        }
        for (String command : List.of("EPSV", "PASV")) {
            assertThat(control.send(command).code()).as(command).isIn(227, 229, 425);
        }
        control.expect("NOOP", 200);
        Duration before = server.work();
        long began = System.nanoTime();
        control.socket().setSoTimeout(2000);
        assertThatThrownBy(control::read).isInstanceOf(SocketTimeoutException.class);
        control.socket().setSoTimeout(ControlConnection.TIMEOUT_MILLIS);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertThat(server.work().minus(before)).isLessThan(took.dividedBy(4));
    }

    private static void assertWorks(ControlConnection control) throws IOException {
        EPSV.send(control, "STOR up", new byte[100]);
        assertThat(EPSV.receive(control, "RETR up")).hasSize(100);
        assertThat(EPSV.receive(control, "LIST")).asString().contains("up");
        assertThat(EPSV.receive(control, "MLSD")).asString().contains("up");
        control.expect("EPSV", 229);
        control.expect("RETR missing", 550);
        assertThat(control.send("DELE missing").code()).isEqualTo(550);
        control.expect("MKD d", 257);
        control.expect("RMD d", 250);
    }

    private List<String> log() throws IOException {
        return Files.readAllLines(directory.resolve("log"));
    }

    private long count(String text) throws IOException {
        return log().stream().filter(line -> line.contains(text)).count();
    }
}
