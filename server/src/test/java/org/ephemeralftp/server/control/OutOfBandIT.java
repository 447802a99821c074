package org.ephemeralftp.server.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode.ClientEnd;
import org.ephemeralftp.server.testing.EveryWay;
import org.ephemeralftp.server.testing.Machine;
import org.ephemeralftp.server.testing.Reply;
import org.ephemeralftp.server.testing.SparseFile;
import org.ephemeralftp.server.testing.Way;

/** ABOR, STAT, NOOP and QUIT while a transfer or the wait for its connection is going on. */
@Timeout(60)
class OutOfBandIT {
    /** More than all the socket buffers on the way hold, so that a transfer of it cannot end unless it is read. */
    private static final int BIG = 64 * 1024 * 1024;

    private static final int SMALL = 100_000;

    @TempDir
    private static Path home;

    private static EphemeralFtpServer server;

    @BeforeAll
    static void start() throws Exception {
        SparseFile.create(home.resolve("big"), BIG);
        Files.write(home.resolve("small"), new byte[SMALL]);
        server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("22260-22269")
                .home(home)
                .user("u", "p")
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @EveryWay
    void abor_ends_a_download_that_nobody_reads(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p");
                ClientEnd end = way.mode().setUp(control)) {
            control.write("RETR big");
            try (Socket data = end.connect()) {
                control.expect(150);
                assertThat(control.expect("ABOR", 426).text())
                        .contains("aborted")
                        .doesNotContain("ABOR");
                control.expect(226);
                assertThat(isCutShort(data)).isTrue();
            }
            assertStillWorks(way, control);
        }
    }

    /** Whether the connection ended before all of the big file arrived. */
    private static boolean isCutShort(Socket data) throws IOException {
        long count = 0;
        byte[] buffer = new byte[65536];
        try {
            for (int n = data.getInputStream().read(buffer);
                    n >= 0;
                    n = data.getInputStream().read(buffer)) {
                count += n;
            }
        } catch (IOException e) {
            return true; // A reset.
        }
        return count < BIG;
    }

    @EveryWay
    void abor_ends_an_upload_that_sends_nothing(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p");
                ClientEnd end = way.mode().setUp(control)) {
            control.write("STOR unfinished");
            try (Socket data = end.connect()) {
                control.expect(150);
                data.getOutputStream().write(new byte[SMALL]);
                control.expect("ABOR", 426);
                control.expect(226);
            }
            assertStillWorks(way, control);
        }
    }

    @EveryWay
    void abor_is_heard_behind_telnet_interrupt_and_synch(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p");
                ClientEnd end = way.mode().setUp(control)) {
            control.write("RETR big");
            try (Socket data = end.connect()) {
                control.expect(150);
                Socket socket = control.socket();
                socket.getOutputStream().write(new byte[] {(byte) 255, (byte) 244, (byte) 255});
                socket.sendUrgentData(242);
                control.expect("ABOR", 426);
                control.expect(226);
            }
            assertStillWorks(way, control);
        }
    }

    /** As Python's ftplib does it: the end of the line is the byte that is urgent. */
    @EveryWay
    void abor_is_heard_when_all_of_it_is_urgent(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p");
                ClientEnd end = way.mode().setUp(control)) {
            control.write("RETR big");
            try (Socket data = end.connect()) {
                control.expect(150);
                control.socket().getOutputStream().write("ABOR\r".getBytes(UTF_8));
                control.socket().sendUrgentData('\n');
                control.expect(426);
                control.expect(226);
            }
            assertStillWorks(way, control);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.ephemeralftp.server.testing.Way#passive")
    void abor_ends_the_wait_for_a_client_that_does_not_connect(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p");
                ClientEnd end = way.mode().setUp(control)) {
            control.expect("RETR small", 150);
            control.expect("ABOR", 426);
            control.expect(226);
            await().until(() -> server.snapshot().counts().pending() == 0);
            assertStillWorks(way, control);
        }
    }

    @EveryWay
    void noop_and_stat_are_answered_while_a_transfer_runs(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p");
                ClientEnd end = way.mode().setUp(control)) {
            control.write("STOR uploaded");
            try (Socket data = end.connect()) {
                control.expect(150);
                control.expect("NOOP", 200);
                data.getOutputStream().write(new byte[SMALL]);
                await().until(() ->
                        control.expect("STAT", 213).text().contains("STOR is in progress: " + SMALL + " bytes"));
                control.expect("NOOP", 200);
            }
            control.expect(226);
            control.expect("STAT", 211);
            assertThat(home.resolve("uploaded")).hasSize(SMALL);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.ephemeralftp.server.testing.Way#passive")
    void noop_and_stat_are_answered_while_a_client_does_not_connect(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p");
                ClientEnd end = way.mode().setUp(control)) {
            control.expect("RETR small", 150);
            control.expect("NOOP", 200);
            control.expect("STAT", 213);
            try (Socket data = end.connect()) {
                assertThat(data.getInputStream().readAllBytes()).hasSize(SMALL);
            }
            control.expect(226);
        }
    }

    @EveryWay
    void quit_lets_the_transfer_finish(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p");
                ClientEnd end = way.mode().setUp(control)) {
            control.write("STOR last");
            try (Socket data = end.connect()) {
                control.expect(150);
                control.write("QUIT");
                data.getOutputStream().write(new byte[SMALL]);
            }
            control.expect(226);
            control.expect(221);
            assertThat(control.socket().getInputStream().read()).isEqualTo(-1);
            assertThat(home.resolve("last")).hasSize(SMALL);
        }
    }

    @EveryWay
    void replies_to_commands_sent_ahead_keep_their_order(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p");
                ClientEnd end = way.mode().setUp(control)) {
            control.write("RETR small\r\nPWD\r\nNOOP\r\nSTAT");
            try (Socket data = end.connect()) {
                control.expect(150);
                assertThat(data.getInputStream().readAllBytes()).hasSize(SMALL);
            }
            control.expect(226);
            control.expect(257);
            control.expect(200);
            control.expect(211);
        }
    }

    @Test
    void what_comes_behind_a_transfer_that_is_refused_is_answered_after_it() throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            for (int i = 0; i < 200; i++) {
                control.write("RETR missing\r\nNOOP\r\nSTAT\r\nPWD");
                control.expect(550);
                control.expect(200);
                control.expect(211);
                control.expect(257);
            }
        }
    }

    /** The transfer commands before ABOR all end, whether they had begun or not; those behind it do not. */
    @EveryWay
    void abor_counts_for_what_was_sent_before_it(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            for (int i = 0; i < 50; i++) {
                try (ClientEnd end = way.mode().setUp(control)) {
                    control.write("RETR big\r\nABOR\r\nNOOP");
                    Reply first = control.read();
                    if (first.code() == 150) {
                        first = control.read();
                    }
                    assertThat(first.code()).as(first.text()).isEqualTo(426);
                    control.expect(226);
                    control.expect(200);
                }
            }
            assertStillWorks(way, control);
        }
    }

    @EveryWay
    void abor_with_nothing_to_abort_gives_up_what_was_set_up(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p");
                ClientEnd end = way.mode().setUp(control)) {
            control.expect("ABOR", 226);
            control.expect("RETR small", 425);
            control.expect("ABOR", 226);
            assertStillWorks(way, control);
        }
    }

    /** ABOR races with the end of the transfer it is for; whoever wins, there is one final reply and then 226. */
    @EveryWay
    void abor_at_the_end_of_a_transfer_does_no_harm(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            for (int i = 0; i < 100; i++) {
                try (ClientEnd end = way.mode().setUp(control)) {
                    control.write("STOR raced");
                    try (Socket data = end.connect()) {
                        control.expect(150);
                        data.getOutputStream().write(new byte[i]);
                    }
                    control.write("ABOR");
                    assertThat(control.read().code()).isIn(226, 426);
                    control.expect(226);
                }
            }
            assertStillWorks(way, control);
        }
    }

    private static void assertStillWorks(Way way, ControlConnection control) throws IOException {
        assertThat(way.mode().receive(control, "RETR small")).hasSize(SMALL);
        await().until(() -> Machine.busyThreads().isEmpty());
        assertThat(server.snapshot().counts().connected()).isZero();
    }
}
