package org.ephemeralftp.server.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.ServerConfigBuilder;
import org.ephemeralftp.server.lease.LeaseSnapshot;
import org.ephemeralftp.server.lease.ReleaseCause;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.EveryWay;
import org.ephemeralftp.server.testing.Way;

/** The life of what is set up for the next data connection: when it is used, when it ends, and what replaces it. */
@Timeout(60)
class DataSetupIT {
    private static final byte[] CONTENT = "content".getBytes(UTF_8);

    @TempDir
    private Path home;

    private EphemeralFtpServer server;

    @BeforeEach
    void start() throws Exception {
        Files.write(home.resolve("file"), CONTENT);
        server = configuration().start();
    }

    private ServerConfigBuilder configuration() {
        return EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("22020-22029")
                .home(home)
                .anonymous(true);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_client_that_does_not_connect_in_time_is_told_so() throws Exception {
        try (EphemeralFtpServer impatient = configuration()
                        .passivePorts("22020")
                        .leaseTimeout(Duration.ofMillis(100))
                        .start();
                ControlConnection control = ControlConnection.anonymous(impatient)) {
            for (String command : List.of("RETR file", "LIST", "NLST", "MLSD")) {
                control.expect("PASV", 227);
                control.write(command);
                control.expect(150);
                assertThat(control.expect(425).text()).contains("did not connect in time");
            }
            control.expect("PASV", 227);
            await().until(() -> impatient.snapshot().counts().pending() == 0);
            control.write("RETR file");
            assertThat(control.finalReply().text()).matches("425 .*did not connect in time.*");
            control.expect("NOOP", 200);
            assertThat(impatient.snapshot().totals().ended(ReleaseCause.TIMED_OUT))
                    .isEqualTo(5);
        }
    }

    @Test
    void without_a_free_port_the_reply_tells_the_counts() throws Exception {
        try (EphemeralFtpServer small = configuration()
                        .passivePorts("22020")
                        .leaseWait(Duration.ofMillis(50))
                        .start();
                ControlConnection one = ControlConnection.anonymous(small);
                ControlConnection other = ControlConnection.anonymous(small)) {
            one.expect("PASV", 227);
            assertThat(other.send("PASV").text())
                    .matches("425 No data port is free for 127\\.0\\.0\\.1; 1 port: 0 unused, 1 leased,"
                            + " 0 resting, 0 blocked; 1 lease pending, 0 requests waiting");
            assertThat(other.send("EPSV").code()).isEqualTo(425);
            assertThat(other.send("RETR file").code()).isEqualTo(425);
            one.expect("ABOR", 226);
            assertThat(DataMode.PASV.receive(other, "RETR file")).isEqualTo(CONTENT);
            assertThat(small.snapshot().totals().refused()).isEqualTo(2);
        }
    }

    @Test
    void a_new_setup_replaces_the_one_before() throws Exception {
        try (ControlConnection control = ControlConnection.anonymous(server)) {
            InetSocketAddress first = control.passive();
            InetSocketAddress second = control.expect("EPSV", 229).on(control.server());
            assertThat(second).isNotEqualTo(first);
            assertEnded(ReleaseCause.REPLACED, 1);
            assertThat(server.snapshot().counts().pending()).isOne();
            assertNobodyIsServed(control.client(), first);
            try (Socket data = ControlConnection.connect(control.client(), second)) {
                control.expect("RETR file", 150);
                assertThat(data.getInputStream().readAllBytes()).isEqualTo(CONTENT);
                control.expect(226);
            }
        }
    }

    /** What ends the setup before it: the data connection too, if it was made already. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PORT 127,0,0,2,85,100",
                "PORT 1,2",
                "EPRT |2|::1|22000|",
                "EPRT |",
                "EPSV 2",
                "EPSV x",
                "EPSV ALL",
                "ABOR",
                "REIN"
            })
    void a_setup_is_ended_by(String command) throws Exception {
        try (ControlConnection control = ControlConnection.anonymous(server)) {
            InetSocketAddress address = control.passive();
            control.send(command);
            assertEnded(command.matches("ABOR|REIN") ? ReleaseCause.ABORTED : ReleaseCause.REPLACED, 1);
            assertThat(server.snapshot().counts().pending()).isZero();
            assertNobodyIsServed(control.client(), address);
            if (!command.equals("REIN")) {
                control.write("RETR file");
                assertThat(control.finalReply().text()).matches("425 .*No data connection is set up.*");
            }
        }
        try (ControlConnection control = ControlConnection.anonymous(server);
                Socket data = ControlConnection.connect(control.client(), control.passive())) {
            await().until(() -> server.snapshot().counts().arrived() == 1);
            control.send(command);
            assertThat(data.getInputStream().read()).isEqualTo(-1);
            await().until(() -> server.snapshot().counts().connected() == 0);
        }
    }

    @Test
    void a_client_may_connect_before_or_after_the_transfer_command() throws Exception {
        try (ControlConnection control = ControlConnection.anonymous(server)) {
            for (int i = 0; i < 20; i++) {
                InetSocketAddress address = control.passive();
                if (i % 2 == 0) {
                    control.write("RETR file");
                    control.expect(150);
                }
                try (Socket data = ControlConnection.connect(control.client(), address)) {
                    if (i % 2 == 1) {
                        await().until(() -> server.snapshot().counts().arrived() == 1);
                        control.expect("RETR file", 150);
                    }
                    assertThat(data.getInputStream().readAllBytes()).isEqualTo(CONTENT);
                    control.expect(226);
                }
            }
        }
    }

    @Test
    void a_connection_that_breaks_before_its_use_may_be_made_again() throws Exception {
        try (ControlConnection control = ControlConnection.anonymous(server)) {
            InetSocketAddress address = control.passive();
            ControlConnection.connect(control.client(), address).close();
            await().until(() -> server.snapshot().counts().arrived() == 1);
            control.expect("RETR file", 150);
            try (Socket data = ControlConnection.connect(control.client(), address)) {
                assertThat(data.getInputStream().readAllBytes()).isEqualTo(CONTENT);
                control.expect(226);
            }
        }
    }

    @Test
    void a_transfer_that_stands_still_is_ended() throws Exception {
        Files.write(home.resolve("large"), new byte[32 << 20]);
        try (EphemeralFtpServer impatient = configuration()
                        .passivePorts("22020")
                        .dataTimeout(Duration.ofMillis(200))
                        .start();
                ControlConnection control = ControlConnection.anonymous(impatient)) {
            try (Socket data = ControlConnection.connect(control.client(), control.passive())) {
                control.expect("RETR large", 150);
                assertThat(control.expect(426).text()).contains("No data moved for 0.2 s");
                assertThatThrownBy(() -> data.getInputStream().readAllBytes()).hasMessage("Connection reset");
            }
            assertThat(DataMode.EPSV.receive(control, "RETR file")).isEqualTo(CONTENT);
        }
    }

    @EveryWay
    void a_download_that_breaks_is_told_and_the_session_goes_on(Way way) throws Exception {
        Files.write(home.resolve("large"), new byte[32 << 20]);
        try (ControlConnection control = way.logIn(server, "anonymous", "x")) {
            for (String command : List.of("RETR large", "RETR large")) {
                try (DataMode.ClientEnd end = way.mode().setUp(control)) {
                    control.write(command);
                    try (Socket data = end.connect()) {
                        control.expect(150);
                        data.getInputStream().readNBytes(1000);
                        data.setSoLinger(true, 0);
                    }
                }
                control.expect(426);
            }
            assertThat(way.mode().receive(control, "RETR file")).isEqualTo(CONTENT);
        }
    }

    private void assertEnded(ReleaseCause cause, int count) {
        LeaseSnapshot snapshot = server.snapshot();
        assertThat(snapshot.totals().ended(cause))
                .as(snapshot.totals().toString())
                .isEqualTo(count);
    }

    /** A connection is refused, reset or closed, and gives no byte. */
    private static void assertNobodyIsServed(InetAddress client, InetSocketAddress address) {
        assertThatThrownBy(() -> {
                    try (Socket socket = ControlConnection.connect(client, address);
                            InputStream in = socket.getInputStream()) {
                        if (in.read() < 0) {
                            throw new IOException("Closed");
                        }
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageMatching("(?s).*(refused|reset|Closed).*");
    }
}
