package org.ephemeralftp.server.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.ssl.ClientAuth;
import org.apache.ftpserver.ssl.SslConfiguration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.files.HomeFileSystem;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.TestCertificate;
import org.ephemeralftp.server.tls.TlsConfig;
import org.ephemeralftp.server.tls.TlsMode;
import org.ephemeralftp.server.users.Account;
import org.ephemeralftp.server.users.Accounts;

/** What Apache FtpServer does wrong about TLS on its own, and does right with our filter and our AUTH. */
@Timeout(60)
class StockServerTlsDefectsIT {
    private static final String VERSION = "TLSv1.2";

    @TempDir
    private Path home;

    /** The two servers. */
    enum Server {
        STOCK {
            @Override
            Running start(Path home) throws FtpException {
                ListenerFactory listeners = new ListenerFactory();
                listeners.setPort(0);
                listeners.setSslConfiguration(new StockTls());
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
                        .passivePorts("20412-20413")
                        .home(home)
                        .anonymous(true)
                        .tls(TlsConfig.builder().mode(TlsMode.OPTIONAL).build())
                        .start();
                return new Running(server.port(), server::close);
            }
        };

        abstract Running start(Path home) throws FtpException, IOException;
    }

    private record Running(int port, Runnable stop) implements AutoCloseable {
        ControlConnection greeted() throws IOException {
            ControlConnection control = ControlConnection.open(ControlConnection.IPV4, port);
            control.expect(220);
            return control;
        }

        @Override
        public void close() {
            stop.run();
        }
    }

    private static final class StockTls implements SslConfiguration {
        private final SSLContext context = context();

        private static SSLContext context() {
            try {
                TestCertificate certificate = TestCertificate.of("RSA");
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setKeyEntry(
                        "server", certificate.key(), new char[0], new Certificate[] {certificate.certificate()});
                KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                keys.init(store, new char[0]);
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(keys.getKeyManagers(), null, null);
                return context;
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public SSLSocketFactory getSocketFactory() {
            return context.getSocketFactory();
        }

        @Override
        public SSLContext getSSLContext() {
            return context;
        }

        @Override
        public SSLContext getSSLContext(String protocol) {
            return context;
        }

        @Override
        public String[] getEnabledCipherSuites() {
            return context.getDefaultSSLParameters().getCipherSuites();
        }

        @Override
        public String[] getEnabledProtocols() {
            return new String[] {VERSION};
        }

        @Override
        @Deprecated
        public String getEnabledProtocol() {
            return VERSION;
        }

        @Override
        public ClientAuth getClientAuth() {
            return ClientAuth.NONE;
        }
    }

    /** Whoever sits between client and server can send commands that seem to be the client's own. */
    @ParameterizedTest
    @EnumSource
    void what_was_sent_in_clear_counts_as_sent_under_tls(Server kind) throws Exception {
        try (Running server = kind.start(home);
                ControlConnection clear = server.greeted()) {
            clear.socket().getOutputStream().write("AUTH TLS\r\nUSER anonymous\r\nPASS x\r\n".getBytes(UTF_8));
            if (kind == Server.STOCK) {
                clear.expect(234);
                try (ControlConnection control = clear.tls(VERSION)) {
                    control.expect(331);
                    control.expect(230);
                }
            } else {
                clear.expect(503);
                assertThat(clear.socket().getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void who_logged_in_in_clear_stays_logged_in(Server kind) throws Exception {
        try (Running server = kind.start(home);
                ControlConnection clear = server.greeted();
                ControlConnection control = clear.logIn("anonymous", "x").authTls(VERSION)) {
            assertThat(control.send("PWD").code()).isEqualTo(kind == Server.STOCK ? 257 : 530);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_mechanism_that_is_unknown_seems_to_be_a_command_that_is(Server kind) throws Exception {
        try (Running server = kind.start(home);
                ControlConnection clear = server.greeted()) {
            clear.expect("AUTH KERBEROS_V4", kind == Server.STOCK ? 502 : 504);
        }
    }
}
