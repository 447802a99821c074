package org.ephemeralftp.server.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.files.HomeFileSystem;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.Machine;
import org.ephemeralftp.server.users.Account;
import org.ephemeralftp.server.users.Accounts;

/** What Apache FtpServer does wrong on its own, and does right with our listener, data connections and commands. */
@Timeout(60)
class StockServerDefectsIT {
    private static final String PORT = "22050";

    @TempDir
    private Path home;

    @BeforeEach
    void fill() throws IOException {
        Files.writeString(home.resolve("file"), "0123456789");
        Files.write(home.resolve("large"), new byte[16 << 20]);
    }

    /** The two servers, with one passive port each. */
    enum Server {
        STOCK {
            @Override
            Running start(Path home) throws FtpException {
                DataConnectionConfigurationFactory data = new DataConnectionConfigurationFactory();
                data.setPassivePorts(PORT);
                ListenerFactory listeners = new ListenerFactory();
                listeners.setPort(0);
                listeners.setDataConnectionConfiguration(data.createDataConnectionConfiguration());
                Listener listener = listeners.createListener();
                FtpServerFactory factory = new FtpServerFactory();
                factory.addListener("default", listener);
                factory.setUserManager(Accounts.builder().anonymous(home).build());
                factory.setFileSystem(new HomeFileSystem(user -> ((Account) user).home()));
                FtpServer server = factory.createServer();
                server.start();
                return new Running(listener.getPort(), server::stop);
            }
        },
        OURS {
            @Override
            Running start(Path home) throws IOException {
                EphemeralFtpServer server = EphemeralFtpServer.builder()
                        .port(0)
                        .passivePorts(PORT)
                        .leaseWait(Duration.ZERO)
                        .home(home)
                        .anonymous(true)
                        .start();
                return new Running(server.port(), server::close);
            }
        };

        abstract Running start(Path home) throws FtpException, IOException;
    }

    record Running(int port, Runnable stop) implements AutoCloseable {
        ControlConnection greeted() throws IOException {
            ControlConnection control = ControlConnection.open(ControlConnection.IPV4, port);
            control.expect(220);
            return control;
        }

        ControlConnection anonymous() throws IOException {
            return greeted().logIn("anonymous", "x");
        }

        @Override
        public void close() {
            stop.run();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_name_that_ends_with_a_blank_is_taken_for_another_file(Server kind) throws Exception {
        Files.writeString(home.resolve("file "), "blank");
        try (Running server = kind.start(home);
                ControlConnection control = server.anonymous()) {
            String got = new String(DataMode.PASV.receive(control, "RETR file "), UTF_8);
            assertThat(got).isEqualTo(kind == Server.STOCK ? "0123456789" : "blank");
            // Where no name is expected, such a blank means nothing.
            control.expect("TYPE I ", 200);
            control.expect("noop ", 200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_stranger_gets_the_listing(Server kind) throws Exception {
        try (Running server = kind.start(home);
                ControlConnection control = server.anonymous()) {
            var address = control.passive();
            control.expect("LIST", 150);
            boolean served;
            try (Socket stranger = ControlConnection.connect(Machine.address("127.0.0.66"), address)) {
                served = stranger.getInputStream().readAllBytes().length > 0;
            } catch (SocketException e) {
                served = false;
            }
            assertThat(served).isEqualTo(kind == Server.STOCK);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_makes_the_server_connect_to_another_host(Server kind) throws Exception {
        try (Running server = kind.start(home);
                ControlConnection control = server.anonymous();
                ServerSocket victim = new ServerSocket(0, 1, Machine.address("127.0.0.66"))) {
            boolean accepted = control.send(DataMode.port(victim.getInetAddress(), victim.getLocalPort()))
                            .code()
                    == 200;
            assertThat(accepted).isEqualTo(kind == Server.STOCK);
            if (accepted) {
                victim.setSoTimeout(ControlConnection.TIMEOUT_MILLIS);
                control.write("LIST");
                victim.accept().close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_session_that_said_rein_keeps_its_port(Server kind) throws Exception {
        try (Running server = kind.start(home);
                ControlConnection control = server.anonymous();
                ControlConnection other = server.anonymous()) {
            control.passive();
            control.expect("REIN", 220);
            assertThat(other.send("PASV").code()).isEqualTo(kind == Server.STOCK ? 425 : 227);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_transfer_keeps_its_port_to_its_end(Server kind) throws Exception {
        try (Running server = kind.start(home);
                ControlConnection control = server.anonymous();
                ControlConnection other = server.anonymous();
                Socket data = ControlConnection.connect(control.client(), control.passive())) {
            control.expect("RETR large", 150);
            assertThat(data.getInputStream().readNBytes(1)).hasSize(1);
            assertThat(other.send("PASV").code()).isEqualTo(kind == Server.STOCK ? 425 : 227);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_offset_is_forgotten_when_the_data_connection_is_set_up(Server kind) throws Exception {
        try (Running server = kind.start(home);
                ControlConnection control = server.anonymous()) {
            control.expect("REST 7", 350);
            byte[] received = DataMode.EPSV.receive(control, "RETR file");
            assertThat(received).isEqualTo((kind == Server.STOCK ? "0123456789" : "789").getBytes(UTF_8));
        }
    }

    @ParameterizedTest
    @EnumSource
    void epsv_ignores_its_argument(Server kind) throws Exception {
        try (Running server = kind.start(home);
                ControlConnection control = server.anonymous()) {
            boolean stock = kind == Server.STOCK;
            assertThat(control.send("EPSV 3").code()).isEqualTo(stock ? 229 : 522);
            assertThat(control.send("EPSV ALL").code()).isEqualTo(stock ? 229 : 200);
            assertThat(control.send("PASV").code()).isEqualTo(stock ? 227 : 501);
        }
    }

    @ParameterizedTest
    @CsvSource({"STOCK, NLST", "STOCK, MLSD", "OURS, NLST", "OURS, MLSD"})
    void a_directory_that_is_not_there_is_an_empty_one(Server kind, String command) throws Exception {
        try (Running server = kind.start(home);
                ControlConnection control = server.anonymous()) {
            InetSocketAddress address = control.passive();
            control.write(command + " missing");
            boolean stock = kind == Server.STOCK;
            if (stock) {
                control.expect(150);
                ControlConnection.connect(control.client(), address).close();
            }
            control.expect(stock ? 226 : 550);
        }
    }

    @ParameterizedTest
    @CsvSource({"STOCK, NLST", "STOCK, MLSD", "OURS, NLST", "OURS, MLSD"})
    void a_listing_has_two_final_replies(Server kind, String command) throws Exception {
        try (Running server = kind.start(home);
                ControlConnection control = server.anonymous();
                Socket data = ControlConnection.connect(control.client(), control.passive())) {
            control.write(command + " */*");
            boolean stock = kind == Server.STOCK;
            if (stock) {
                control.expect(150);
                control.expect(501);
                control.expect(226);
            } else {
                control.expect(550);
            }
            control.expect("NOOP", 200);
            assertThat(data.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_size_of_a_text_is_told_as_if_it_were_sent_as_it_is(Server kind) throws Exception {
        try (Running server = kind.start(home);
                ControlConnection control = server.anonymous()) {
            control.expect("TYPE A", 200);
            assertThat(control.send("SIZE file").code()).isEqualTo(kind == Server.STOCK ? 213 : 550);
        }
    }

    @ParameterizedTest
    @EnumSource
    void quotation_marks_in_the_working_directory_end_it(Server kind) throws Exception {
        Files.createDirectory(home.resolve("a\"b"));
        try (Running server = kind.start(home);
                ControlConnection control = server.anonymous()) {
            control.expect("CWD a\"b", 250);
            assertThat(control.expect("PWD", 257).text())
                    .startsWith(kind == Server.STOCK ? "257 \"/a\"b\" " : "257 \"/a\"\"b\" ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_is_not_there_may_be_renamed_as_it_seems(Server kind) throws Exception {
        try (Running server = kind.start(home);
                ControlConnection control = server.anonymous()) {
            assertThat(control.send("RNFR missing").code()).isEqualTo(kind == Server.STOCK ? 350 : 550);
        }
    }

    @ParameterizedTest
    @EnumSource
    void mlst_has_no_blank_before_its_facts(Server kind) throws Exception {
        try (Running server = kind.start(home);
                ControlConnection control = server.anonymous()) {
            String facts =
                    control.expect("MLST file", 250).text().lines().toList().get(1);
            assertThat(facts.startsWith(" ")).isEqualTo(kind == Server.OURS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_time_that_must_not_be_set_may_be_later(Server kind) throws Exception {
        try (Running server = kind.start(home);
                ControlConnection control = server.anonymous()) {
            // The account only reads: 450 would mean that it might succeed later.
            assertThat(control.send("MFMT 20200101000000 file").code()).isEqualTo(kind == Server.STOCK ? 450 : 550);
        }
    }
}
