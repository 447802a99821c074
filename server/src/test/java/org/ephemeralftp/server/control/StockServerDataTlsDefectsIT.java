package org.ephemeralftp.server.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.ssl.SslConfigurationFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.files.HomeFileSystem;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.DataMode.ClientEnd;
import org.ephemeralftp.server.testing.TlsFtpClient;
import org.ephemeralftp.server.users.Access;
import org.ephemeralftp.server.users.Account;
import org.ephemeralftp.server.users.Accounts;
import org.ephemeralftp.server.users.PasswordHash;

/** What Apache FtpServer does wrong on its own when data connections have TLS, and does right with ours. */
@Timeout(60)
class StockServerDataTlsDefectsIT {
    private static final String PORTS = "20630-20639";
    private static final String PASSWORD = "changeit";
    private static final int SHORT_MILLIS = 500;

    @TempDir
    private static Path keys;

    @TempDir
    private Path home;

    @BeforeAll
    static void makeCertificate() throws IOException, InterruptedException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.resolve("keys.p12").toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @BeforeEach
    void fill() throws IOException {
        Files.writeString(home.resolve("file"), "0123456789");
    }

    /** The two servers. */
    enum Server {
        STOCK {
            @Override
            Running start(Path home) throws Exception {
                SslConfigurationFactory tls = new SslConfigurationFactory();
                tls.setKeystoreFile(keys.resolve("keys.p12").toFile());
                tls.setKeystoreType("PKCS12");
                tls.setKeystorePassword(PASSWORD);
                tls.setSslProtocol("TLSv1.2", "TLSv1.3");
                DataConnectionConfigurationFactory data = new DataConnectionConfigurationFactory();
                data.setPassivePorts(PORTS);
                data.setSslConfiguration(tls.createSslConfiguration());
                ListenerFactory listeners = new ListenerFactory();
                listeners.setPort(0);
                listeners.setSslConfiguration(tls.createSslConfiguration());
                listeners.setDataConnectionConfiguration(data.createDataConnectionConfiguration());
                Listener listener = listeners.createListener();
                FtpServerFactory factory = new FtpServerFactory();
                factory.addListener("default", listener);
                Account account = new Account("u", home, Access.READ_WRITE, true);
                factory.setUserManager(Accounts.builder()
                        .account(account, PasswordHash.of("p"))
                        .build());
                factory.setFileSystem(new HomeFileSystem(user -> ((Account) user).home()));
                FtpServer server = factory.createServer();
                server.start();
                return new Running(listener.getPort(), server::stop);
            }
        },
        OURS {
            @Override
            Running start(Path home) throws Exception {
                EphemeralFtpServer server = DataTlsRig.start(home, PORTS);
                return new Running(server.port(), server::close);
            }
        };

        abstract Running start(Path home) throws Exception;
    }

    private record Running(int port, Runnable stop) implements AutoCloseable {
        @Override
        public void close() {
            stop.run();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_upload_that_is_cut_is_complete(Server kind) throws Exception {
        try (Running server = kind.start(home);
                TlsFtpClient client = TlsFtpClient.logIn(server.port(), DataTlsRig.TLS_1_2);
                ClientEnd end = DataMode.EPSV.setUp(client.control())) {
            client.control().write("STOR file");
            try (Socket raw = end.connect();
                    SSLSocket data = client.secured(raw, false)) {
                data.getOutputStream().write("half".getBytes(UTF_8));
                raw.shutdownOutput();
                client.control().expect(150);
                client.control().expect(kind == Server.STOCK ? 226 : 426);
            }
            assertThat(home.resolve("file")).hasContent(kind == Server.STOCK ? "half" : "0123456789");
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_226_of_a_download_waits_for_what_the_client_does(Server kind) throws Exception {
        try (Running server = kind.start(home);
                TlsFtpClient client = TlsFtpClient.logIn(server.port(), DataTlsRig.TLS_1_3);
                ClientEnd end = DataMode.EPSV.setUp(client.control())) {
            ControlConnection control = client.control();
            control.write("RETR file");
            try (SSLSocket data = client.secured(end.connect(), false)) {
                assertThat(data.getInputStream().readNBytes(10)).hasSize(10);
                control.expect(150);
                if (kind == Server.STOCK) {
                    control.socket().setSoTimeout(SHORT_MILLIS);
                    assertThatThrownBy(control::read).isInstanceOf(SocketTimeoutException.class);
                } else {
                    control.expect(226);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void data_connections_are_private_on_a_clear_control_connection(Server kind) throws Exception {
        try (Running server = kind.start(home);
                ControlConnection control = ControlConnection.open(ControlConnection.IPV4, server.port())) {
            control.expect(220);
            control.logIn("u", "p");
            control.expect("PROT P", kind == Server.STOCK ? 200 : 503);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_protection_that_tls_has_not_is_unknown(Server kind) throws Exception {
        try (Running server = kind.start(home);
                TlsFtpClient client = TlsFtpClient.logIn(server.port(), DataTlsRig.TLS_1_2)) {
            client.control().expect("PROT S", kind == Server.STOCK ? 504 : 536);
        }
    }
}
