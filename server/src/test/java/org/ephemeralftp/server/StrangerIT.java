package org.ephemeralftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.lease.ReleaseCause;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.Machine;

@Timeout(120)
class StrangerIT {
    private static final int TIMES = 1000;

    @TempDir
    private Path home;

    /** Before the transfer command and after it, to send and to receive: nothing of it is for a stranger. */
    @Test
    void a_stranger_that_connects_first_gets_nothing_and_disturbs_nobody() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        try (EphemeralFtpServer server = EphemeralFtpServer.builder()
                        .port(0)
                        .passivePorts("22120-22121")
                        .home(home)
                        .anonymous(true)
                        .user("u", "p")
                        .start();
                ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            for (int i = 0; i < TIMES; i++) {
                boolean commandFirst = i % 2 == 0;
                boolean upload = i % 4 >= 2;
                InetSocketAddress address = control.passive();
                if (commandFirst) {
                    control.expect(upload ? "STOR sent" : "RETR file", 150);
                }
                beTurnedAway(address);
                try (Socket data = ControlConnection.connect(control.client(), address)) {
                    if (!commandFirst) {
                        control.expect(upload ? "STOR sent" : "RETR file", 150);
                    }
                    if (upload) {
                        data.getOutputStream().write(i);
                    } else {
                        assertThat(data.getInputStream().readAllBytes())
                                .asString()
                                .isEqualTo("content");
                    }
                }
                control.expect(226);
                if (upload) {
                    assertThat(home.resolve("sent")).hasBinaryContent(new byte[] {(byte) i});
                }
            }
            control.expect("NOOP", 200);
            assertThat(server.snapshot().totals().strangers()).isEqualTo(TIMES);
            assertThat(server.snapshot().totals().ended(ReleaseCause.CONNECTED)).isEqualTo(TIMES);
        }
    }

    private static void beTurnedAway(InetSocketAddress address) throws IOException {
        assertThatThrownBy(() -> {
                    try (Socket stranger = ControlConnection.connect(Machine.address("127.0.0.66"), address)) {
                        int first = stranger.getInputStream().read();
                        throw new AssertionError("The stranger was not reset: " + first);
                    }
                })
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    /** A stranger that has a session of its own, on the same port, gets its own file and no other. */
    @Test
    void a_client_gets_its_own_file_on_a_port_it_shares() throws Exception {
        Files.writeString(home.resolve("one"), "1");
        Files.writeString(home.resolve("two"), "2");
        try (EphemeralFtpServer server = EphemeralFtpServer.builder()
                        .port(0)
                        .passivePorts("22120")
                        .home(home)
                        .anonymous(true)
                        .start();
                ControlConnection one =
                        ControlConnection.from("127.0.0.1", server).logIn("anonymous", "x");
                ControlConnection two =
                        ControlConnection.from("127.0.0.2", server).logIn("anonymous", "x")) {
            for (int i = 0; i < 100; i++) {
                DataMode.ClientEnd first = DataMode.PASV.setUp(one);
                DataMode.ClientEnd second = DataMode.PASV.setUp(two);
                try (Socket forTwo = second.connect();
                        Socket forOne = first.connect()) {
                    one.expect("RETR one", 150);
                    two.expect("RETR two", 150);
                    assertThat(forOne.getInputStream().readAllBytes())
                            .asString()
                            .isEqualTo("1");
                    assertThat(forTwo.getInputStream().readAllBytes())
                            .asString()
                            .isEqualTo("2");
                }
                one.expect(226);
                two.expect(226);
            }
            assertThat(server.snapshot().totals().strangers()).isZero();
        }
    }
}
