package org.ephemeralftp.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.testing.ControlConnection;

/** Where a network cuts the stream of commands changes no reply: each of these is cut at every octet. */
@Timeout(120)
class SplitIT {
    /** More than there are I/O threads, so that one of them is on each. */
    private static final int PACERS = Runtime.getRuntime().availableProcessors() + 1;

    @TempDir
    private static Path directory;

    private static FuzzYard yard;
    private static List<ControlConnection> pacers;

    @BeforeAll
    static void start() throws IOException {
        yard = new FuzzYard(directory.toRealPath());
        yard.tidy();
        pacers = new ArrayList<>();
        for (int i = 0; i < PACERS; i++) {
            ControlConnection pacer = ControlConnection.open(ControlConnection.IPV4, yard.port());
            pacers.add(pacer);
            pacer.expect(220);
            pacer.logIn("u", "p");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        for (ControlConnection pacer : pacers) {
            pacer.close();
        }
        yard.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "USER u\r\nPASS p\r\nPWD\r\nQUIT\r\n",
                "USER u\r\nPASS p\r\nSIZE \u00c3\u00bc\r\nMKD \u00e2\u0082\u00ac\r\nRMD \u00e2\u0082\u00ac\r\nQUIT\r\n",
                "USER u\r\nPASS p\r\n\u00ff\u00f4\u00ff\u00f2ABOR\r\nCWD di\u00ff\u00f1r\r\nPWD\r\nQUIT\r\n",
                "\u00ff\u00fb\u0001USER u\r\nPASS p\r\nABOR\r\nRETR file\r\nEPSV 9\r\nQUIT\r\n",
                "NOSUCH\r\nUSER u\r\nPASS p\r\nCWD \u00c3\r\nCWD dir\r\nPWD\r\nQUIT\r\n",
                "USER u\nPASS p\n\r\nPWD\r\n\nCWD dir\nPWD\r\nQUIT\r\n",
            })
    void a_stream_of_commands_may_be_cut_anywhere(String stream) throws Exception {
        byte[] bytes = Octets.bytes(stream);
        List<Integer> whole = replies(bytes, bytes.length);
        assertThat(whole).endsWith(221).hasSizeGreaterThan(4);
        for (int cut = 1; cut < bytes.length; cut++) {
            assertThat(replies(bytes, cut)).as("cut at %d", cut).isEqualTo(whole);
        }
    }

    /** Until these are served, what was sent before has been read, too. */
    private static void awaitRead() throws IOException {
        for (ControlConnection pacer : pacers) {
            pacer.expect("NOOP", 200);
        }
    }

    /**
     * MINA's decoder of lines counts the ends of a line that is not UTF-8 for the next one, asks for two gigabytes, and the
     * error ends the I/O thread: then every session on it is dead, and nobody need be logged in for it.
     */
    @Test
    void what_one_client_sends_ends_no_session_of_others() throws Exception {
        for (int i = 0; i < 2 * PACERS; i++) {
            try (ControlConnection control = ControlConnection.open(ControlConnection.IPV4, yard.port())) {
                control.expect(220);
                for (String piece : List.of("\u00c3\r", "\n", "\n")) {
                    control.socket().getOutputStream().write(Octets.bytes(piece));
                    awaitRead();
                }
            }
        }
        awaitRead();
    }

    private static List<Integer> replies(byte[] bytes, int cut) throws IOException {
        ReplyStream replies = new ReplyStream(yard::look);
        try (ControlConnection control = ControlConnection.open(ControlConnection.IPV4, yard.port())) {
            control.socket().getOutputStream().write(bytes, 0, cut);
            if (cut < bytes.length) {
                awaitRead();
                control.socket().getOutputStream().write(bytes, cut, bytes.length - cut);
            }
            byte[] buffer = new byte[4096];
            for (int n = control.socket().getInputStream().read(buffer);
                    n >= 0;
                    n = control.socket().getInputStream().read(buffer)) {
                for (int i = 0; i < n; i++) {
                    replies.accept(buffer[i]);
                }
            }
            replies.end();
        }
        return replies.codes();
    }
}
