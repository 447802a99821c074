package org.ephemeralftp.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.ephemeralftp.server.control.StockServerDefectsIT.Running;
import org.ephemeralftp.server.control.StockServerDefectsIT.Server;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;

/** Where Apache FtpServer on its own answers commands as no RFC has it, and our dispatch and our commands do not. */
@Timeout(60)
class StockServerRepliesIT {
    @TempDir
    private Path home;

    @BeforeEach
    void fill() throws IOException {
        Files.writeString(home.resolve("file"), "0123456789");
    }

    @ParameterizedTest
    @EnumSource
    void a_line_that_is_too_long_ends_the_session(Server kind) throws Exception {
        try (Running server = kind.start(home);
                ControlConnection control = server.anonymous()) {
            control.write("CWD " + "x".repeat(10_000));
            if (kind == Server.OURS) {
                control.expect(500);
                control.expect("NOOP", 200);
            } else {
                assertThatThrownBy(control::read).isInstanceOf(IOException.class);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        // The command, whether somebody is logged in, what the stock server answers, and what ours does.
        "FEAT, false, 530, 211",
        "HELP, false, 530, 214",
        "NOOP, false, 530, 200",
        "OPTS UTF8 ON, false, 530, 200",
        "FOO, false, 530, 500",
        "FOO, true, 502, 500",
        "XNOOP, true, 200, 500",
        "XCRC file, true, 502, 250",
        "HASH file, true, 502, 213",
        "ALLO 10, true, 502, 202",
        "SITE_WHO, true, 530, 500",
        "TYPE A C, true, 200, 504",
        "TYPE IMAGE, true, 200, 504",
        "STRU FOO, true, 200, 504",
        "MODE SOMETHING, true, 200, 504",
        "OPTS UTF8 OFF, true, 200, 504",
        "OPTS FOO, true, 502, 501",
        "HELP FOO, true, 214, 501",
    })
    void a_command_is_answered_with_another_code(String command, boolean loggedIn, int stock, int ours)
            throws Exception {
        try (Running server = Server.STOCK.start(home);
                ControlConnection control = loggedIn ? server.anonymous() : server.greeted()) {
            control.expect(command, stock);
        }
        try (Running server = Server.OURS.start(home);
                ControlConnection control = loggedIn ? server.anonymous() : server.greeted()) {
            control.expect(command, ours);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_offset_is_forgotten_when_the_type_is_set(Server kind) throws Exception {
        try (Running server = kind.start(home);
                ControlConnection control = server.anonymous()) {
            control.expect("REST 7", 350);
            control.expect("TYPE I", 200);
            assertThat(DataMode.PASV.receive(control, "RETR file")).hasSize(kind == Server.STOCK ? 10 : 3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void feat_does_not_tell_which_facts_are_on(Server kind) throws Exception {
        try (Running server = kind.start(home);
                ControlConnection control = server.anonymous()) {
            assertThat(control.expect("FEAT", 211).text().contains("Size*;")).isEqualTo(kind == Server.OURS);
        }
    }

    /** The client sends on its own download: the kernel resets a connection that is closed with something unread. */
    @ParameterizedTest
    @EnumSource
    void a_client_that_sends_during_its_download_loses_the_end_of_it(Server kind) throws Exception {
        Files.write(home.resolve("some"), new byte[200_000]);
        try (Running server = kind.start(home);
                ControlConnection control = server.anonymous();
                Socket data = new Socket()) {
            data.setReceiveBufferSize(4096);
            data.setSoTimeout(ControlConnection.TIMEOUT_MILLIS);
            data.connect(control.passive());
            data.getOutputStream().write(new byte[1000]);
            control.expect("RETR some", 150);
            control.expect(226);
            int received = 0;
            try {
                received = data.getInputStream().readAllBytes().length;
            } catch (SocketException e) {
                assertThat(kind).isEqualTo(Server.STOCK);
            }
            assertThat(received == 200_000).isEqualTo(kind == Server.OURS);
        }
    }
}
