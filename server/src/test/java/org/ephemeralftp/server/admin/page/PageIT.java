package org.ephemeralftp.server.admin.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ephemeralftp.server.admin.page.Page.eventually;
import static org.ephemeralftp.server.testing.Machine.address;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.commons.net.ftp.FTPClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.ServerConfigBuilder;
import org.ephemeralftp.server.admin.AdminConfig;
import org.ephemeralftp.server.testing.ControlConnection;

/** The page in Chromium, beside a server with real sessions: it shows what {@code /ports} says. */
@Timeout(300)
class PageIT {
    private static final String PORTS = "24610-24619";
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";

    @RegisterExtension
    private static final OneTab TAB = new OneTab();

    private static Tab tab;

    @TempDir
    private Path home;

    @BeforeAll
    static void findTab() {
        tab = TAB.get();
    }

    private ServerConfigBuilder server(String ports) throws IOException {
        return EphemeralFtpServer.builder()
                .bindAddress(address("127.0.0.1"))
                .port(0)
                .passivePorts(ports)
                .home(home)
                .user("u", "p")
                .leaseTimeout(Duration.ofMinutes(5))
                .admin(AdminConfig.builder().port(0).build());
    }

    @Test
    void the_page_shows_what_ports_says_while_clients_work() throws Exception {
        try (EphemeralFtpServer server = server(PORTS).start()) {
            Page page = Page.open(tab, server);
            page.openTable();
            assertThat(tab.string("document.getElementById('try-command').textContent"))
                    .isEqualTo("curl --user demo ftp://127.0.0.1:" + server.port() + "/");
            transferSome(server);
            try (ControlConnection idle = ControlConnection.from("127.0.0.1", server);
                    ControlConnection waiting = ControlConnection.from("127.0.0.2", server);
                    ControlConnection storing = ControlConnection.from("127.0.0.3", server);
                    ControlConnection active = ControlConnection.from("127.0.0.4", server)) {
                waiting.logIn("u", "p");
                InetSocketAddress lent = waiting.passive();
                storing.logIn("u", "p");
                active.logIn("u", "p");
                try (Socket data = ControlConnection.connect(storing.client(), storing.passive());
                        ServerSocket listener = new ServerSocket(0, 1, active.client())) {
                    storing.expect("STOR kept", 150);
                    active.expect("EPRT |1|127.0.0.4|" + listener.getLocalPort() + "|", 200);
                    active.expect("STOR sent", 150);
                    page.showsPorts();
                    String control = "127.0.0.3:" + storing.socket().getLocalPort() + " 127.0.0.1:" + server.port();
                    String both = "127.0.0.3:" + data.getLocalPort() + " 127.0.0.1:" + data.getPort();
                    assertThat(page.sessions()).contains("u|" + control + "|" + both + "|STOR /kept");
                    eventually(() -> assertThat(tab.string("document.getElementById('moment').textContent"))
                            .contains("Port " + lent.getPort() + " was lent to 127.0.0.2 at ")
                            .containsPattern("it has \\d+ (s|min \\d+ s) left to connect\\."));
                }
                waiting.expect("ABOR", 226);
                page.showsPorts();
                idle.expect("QUIT", 221);
            }
            page.showsPorts();
            assertThat(tab.texts("#lease-list > li")).anyMatch(text -> text.contains("connected after "));
            page.isClean(server);
        }
    }

    private static void transferSome(EphemeralFtpServer server) throws IOException {
        FTPClient client = new FTPClient();
        client.setDefaultTimeout(ControlConnection.TIMEOUT_MILLIS);
        client.setDataTimeout(Duration.ofMillis(ControlConnection.TIMEOUT_MILLIS));
        client.connect("127.0.0.1", server.port());
        try {
            assertThat(client.login("u", "p")).isTrue();
            client.enterLocalPassiveMode();
            for (int i = 0; i < 5; i++) {
                assertThat(client.storeFile("file", new ByteArrayInputStream(new byte[1000])))
                        .isTrue();
                assertThat(client.retrieveFile("file", new ByteArrayOutputStream()))
                        .isTrue();
            }
            client.logout();
        } finally {
            client.disconnect();
        }
    }

    @Test
    void blocked_and_resting_ports_and_the_last_exhaustion_are_shown() throws Exception {
        try (ServerSocket other = new ServerSocket(24621, 1, address("127.0.0.1"));
                EphemeralFtpServer server =
                        server("24620-24621").leaseWait(Duration.ZERO).start();
                ControlConnection first = ControlConnection.to(server).logIn("u", "p");
                ControlConnection second = ControlConnection.to(server).logIn("u", "p")) {
            Page page = Page.open(tab, server);
            page.openTable();
            // Which port is tried first is drawn, and a blocked one is tried again after a while.
            eventually(() -> {
                if (server.snapshot().counts().blocked() == 0) {
                    first.passive();
                }
                assertThat(tab.texts("#table-rows td:nth-child(3)")).containsExactly("leased", "blocked");
            });
            second.expect("PASV", 425);
            page.showsPorts();
            eventually(() -> assertThat(tab.string("document.getElementById('exhaustion').textContent"))
                    .contains("for 127.0.0.1 (session ", "Of 2 ports: 1 leased, 1 blocked; 1 lease pending"));
            first.expect("ABOR", 226);
            eventually(
                    () -> assertThat(tab.texts("#table-rows td:nth-child(3)")).contains("resting"));
            assertThat(other.isBound()).isTrue();
            page.isClean(server);
        }
    }

    @Test
    void text_from_clients_stays_text() throws Exception {
        try (EphemeralFtpServer server = server(PORTS).start();
                ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            Page page = Page.open(tab, server);
            page.openTable();
            try (Socket data = ControlConnection.connect(control.client(), control.passive())) {
                control.expect("STOR " + HOSTILE, 150);
                page.showsPorts();
                assertThat(tab.texts("#session-list .doing")).containsExactly("STOR /" + HOSTILE);
                assertThat(tab.eval("document.images.length").getAsInt()).isZero();
                assertThat(data.isConnected()).isTrue();
            }
            page.isClean(server);
        }
    }

    @Test
    void each_bound_address_has_its_own_map() throws Exception {
        InetAddress any = address("0.0.0.0");
        try (EphemeralFtpServer server = server(PORTS).bindAddress(any).start();
                ControlConnection one = to("127.0.0.1", server);
                ControlConnection two = to("127.0.0.2", server)) {
            Page page = Page.open(tab, server);
            page.openTable();
            one.passive();
            two.passive();
            page.showsPorts();
            assertThat(tab.texts("#maps h3"))
                    .containsExactly("Passive ports on 127.0.0.1", "Passive ports on 127.0.0.2");
        }
    }

    private static ControlConnection to(String address, EphemeralFtpServer server) throws IOException {
        ControlConnection control =
                ControlConnection.open("127.0.0.1", new InetSocketAddress(address(address), server.port()));
        try {
            control.expect(220);
            return control.logIn("u", "p");
        } catch (IOException | RuntimeException | Error e) {
            control.close();
            throw e;
        }
    }

    @Test
    void a_token_in_the_address_opens_the_page_once_and_for_all() throws Exception {
        String token = "0123456789abcdef0123456789abcdef";
        AdminConfig admin = AdminConfig.builder().port(0).token(token).build();
        try (EphemeralFtpServer server = server(PORTS).admin(admin).start();
                ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            URI address = Page.address(server);
            tab.open(address.resolve("/?token=" + token));
            assertThat(tab.string("location.href")).isEqualTo(address.toString());
            Page page = Page.open(tab, server);
            page.openTable();
            control.passive();
            page.showsPorts();
            page.isClean(server);
        }
    }
}
