package org.ephemeralftp.server.admin.page;

import static org.ephemeralftp.server.admin.page.Page.eventually;
import static org.ephemeralftp.server.testing.Machine.address;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Assertions;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.admin.AdminConfig;
import org.ephemeralftp.server.testing.ControlConnection;

/** Takes README's picture of the page, of a server at work; the argument is where it goes. */
final class LiveViewPicture {
    private static final List<String> CLIENTS = List.of("127.0.0.11", "127.0.0.12", "127.0.0.13", "127.0.0.14");

    private LiveViewPicture() {}

    public static void main(String[] arguments) throws Exception {
        Path home = Files.createTempDirectory("ephemeral-ftp-picture");
        try (EphemeralFtpServer server = start(home);
                Chromium chromium = Chromium.start();
                Tab tab = chromium.tab()) {
            tab.view(1280, 1060, false);
            Page page = Page.open(tab, server);
            work(page, server, Path.of(arguments[0]));
        } finally {
            Files.deleteIfExists(home.resolve("report.txt"));
            Files.deleteIfExists(home);
        }
        System.exit(0);
    }

    private static EphemeralFtpServer start(Path home) throws IOException {
        Files.writeString(home.resolve("report.txt"), "content\n".repeat(1000));
        return EphemeralFtpServer.builder()
                .bindAddress(address("127.0.0.1"))
                .port(2121)
                .passivePorts("50000-50099")
                .home(home)
                .user("demo", "demo")
                .leaseTimeout(Duration.ofSeconds(30))
                .admin(AdminConfig.builder().port(0).build())
                .start();
    }

    private static void work(Page page, EphemeralFtpServer server, Path file) throws Exception {
        try (ControlConnection waiting =
                        ControlConnection.from(CLIENTS.get(0), server).logIn("demo", "demo");
                ControlConnection sending =
                        ControlConnection.from(CLIENTS.get(1), server).logIn("demo", "demo");
                ControlConnection reading =
                        ControlConnection.from(CLIENTS.get(2), server).logIn("demo", "demo")) {
            waiting.passive();
            try (Socket data = ControlConnection.connect(sending.client(), sending.passive())) {
                sending.expect("STOR backup.tar", 150);
                data.getOutputStream().write(new byte[1000]);
                for (int i = 0; i < 14; i++) {
                    read(reading);
                }
                reading.passive();
                reading.passive();
                eventually(() -> {
                    Assertions.assertThat(page.sessions()).anyMatch(line -> line.endsWith("STOR /backup.tar"));
                    Assertions.assertThat(page.tab().texts("#lease-list > li")).hasSizeGreaterThan(16);
                    Assertions.assertThat(page.tab().texts("#moment"))
                            .anyMatch(text -> text.contains("left to connect"));
                });
                read(reading);
                page.tab().eval("new Promise(done => setTimeout(done, 1500))");
                page.tab().picture(file);
            }
        }
    }

    private static void read(ControlConnection control) throws IOException {
        try (Socket data = ControlConnection.connect(control.client(), control.passive())) {
            control.expect("RETR report.txt", 150);
            data.getInputStream().readAllBytes();
            control.expect(226);
        }
    }
}
