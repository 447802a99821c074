package org.ephemeralftp.server.control;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.testing.ControlConnection;

/** Lines that are too long, empty, or not text: each is answered in its turn, and the session goes on. */
@Timeout(60)
class LongLinesIT {
    @TempDir
    private Path home;

    private EphemeralFtpServer server;

    @BeforeEach
    void start() throws Exception {
        server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("20030-20039")
                .home(home)
                .user("u", "p")
                .idleTimeout(Duration.ofSeconds(3))
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_line_that_is_too_long_is_500_in_its_turn_and_the_next_one_is_carried_out() throws Exception {
        try (ControlConnection control = ControlConnection.to(server)) {
            control.expect("x".repeat(LineDecoder.MOST_BYTES + 1), 500);
            control.logIn("u", "p");
            control.write("PWD\r\nCWD " + "x".repeat(100_000) + "\r\nSYST\r\nCWD " + "y".repeat(100_000) + "\r\nPWD");
            for (int code : new int[] {257, 500, 215, 500, 257}) {
                control.expect(code);
            }
        }
    }

    @Test
    void a_pathname_of_4096_bytes_is_no_line_that_is_too_long() throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            control.expect("CWD /" + "d/".repeat(2047) + "d", 550);
        }
    }

    @Test
    void beside_a_transfer_replies_keep_their_order() throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p");
                Socket data = ControlConnection.connect(control.client(), control.passive())) {
            control.expect("STOR up", 150);
            OutputStream out = control.socket().getOutputStream();
            out.write("NOOP\r\n".getBytes(UTF_8));
            control.expect(200);
            out.write(("x".repeat(10_000) + "\r\nDELE \u00e9\r\n\r\nNOOP\r\n").getBytes(ISO_8859_1));
            data.getOutputStream().write("content".getBytes(UTF_8));
            data.close();
            for (int code : new int[] {226, 500, 501, 200}) {
                control.expect(code);
            }
        }
        assertThat(Files.readString(home.resolve("up"))).isEqualTo("content");
    }

    /** Neither has a command come, so that the session is idle. */
    @Test
    void empty_lines_and_lines_without_an_end_keep_no_session() throws Exception {
        for (String sent : new String[] {"\r\n", "x"}) {
            try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
                OutputStream out = control.socket().getOutputStream();
                Thread sender = new Thread(() -> {
                    try {
                        while (!control.socket().isClosed()) {
                            out.write(sent.repeat(10_000).getBytes(UTF_8));
                        }
                    } catch (java.io.IOException e) {
                        // The server has closed the connection.
                    }
                });
                sender.start();
                try {
                    control.expect(421);
                } finally {
                    control.close();
                    sender.join();
                }
            }
        }
    }
}
