package org.ephemeralftp.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FileSystemFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.impl.DefaultFtpServer;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.PropertiesUserManagerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.users.Access;
import org.ephemeralftp.server.users.Account;
import org.ephemeralftp.server.users.LoginLimits;

/** What the logins of Apache FtpServer do wrong on its own, and do right with ours: one session for each account. */
@Timeout(60)
class StockLoginDefectsIT {
    private static final int BAD = 60;
    private static final int STOCK_DELAY_MILLIS = 300;

    @TempDir
    private Path directory;

    enum Server {
        STOCK {
            @Override
            Running start(Path directory) throws FtpException {
                ListenerFactory listeners = new ListenerFactory();
                listeners.setPort(0);
                Listener listener = listeners.createListener();
                ConnectionConfigFactory logins = new ConnectionConfigFactory();
                logins.setLoginFailureDelay(STOCK_DELAY_MILLIS);
                FtpServerFactory factory = new FtpServerFactory();
                factory.addListener("default", listener);
                factory.setConnectionConfig(logins.createConnectionConfig());
                factory.setUserManager(new PropertiesUserManagerFactory().createUserManager());
                for (String name : List.of("u", "homeless")) {
                    BaseUser user = new BaseUser();
                    user.setName(name);
                    user.setPassword("secret");
                    user.setHomeDirectory(directory.resolve(name).toString());
                    user.setAuthorities(List.of(new ConcurrentLoginPermission(1, 1)));
                    factory.getUserManager().save(user);
                }
                FileSystemFactory files = factory.getFileSystem();
                factory.setFileSystem(user -> {
                    if (user.getName().equals("homeless")) {
                        throw new FtpException("no home");
                    }
                    return files.createFileSystemView(user);
                });
                FtpServer server = factory.createServer();
                server.start();
                return new Running(
                        listener.getPort(),
                        server::stop,
                        () -> ((DefaultFtpServer) server)
                                .getServerContext()
                                .getFtpStatistics()
                                .getCurrentLoginNumber());
            }
        },
        OURS {
            @Override
            Running start(Path directory) throws IOException {
                EphemeralFtpServer server = EphemeralFtpServer.builder()
                        .port(0)
                        .passivePorts("20230")
                        .home(directory)
                        .account(account("u", directory), LoginIT.SECRET)
                        .account(account("homeless", directory), LoginIT.SECRET)
                        .logins(LoginLimits.defaults()
                                .withDelay(Duration.ofSeconds(10))
                                .withBanAfter(0)
                                .withSessionsPerUser(1))
                        .start();
                return new Running(server.port(), server::close, () -> 0);
            }
        };

        abstract Running start(Path directory) throws FtpException, IOException;

        private static Account account(String name, Path directory) {
            return new Account(name, directory.resolve(name), Access.READ_WRITE, true);
        }
    }

    private interface Count {
        int now();
    }

    private record Running(int port, Runnable stop, Count loggedIn) implements AutoCloseable {
        ControlConnection named(String name) throws IOException {
            ControlConnection control = ControlConnection.open(ControlConnection.IPV4, port);
            control.expect(220);
            control.expect("USER " + name, 331);
            return control;
        }

        @Override
        public void close() {
            stop.run();
        }
    }

    private Running start(Server kind) throws Exception {
        Files.createDirectories(directory.resolve("u"));
        Files.write(directory.resolve("homeless"), new byte[1]);
        return kind.start(directory);
    }

    @ParameterizedTest
    @EnumSource
    void three_logins_pass_a_limit_of_one(Server kind) throws Exception {
        try (Running server = start(kind);
                ControlConnection one = server.named("u");
                ControlConnection two = server.named("u");
                ControlConnection three = server.named("u")) {
            one.expect("PASS secret", 230);
            int second = kind == Server.STOCK ? 230 : 421;
            two.expect("PASS secret", second);
            three.expect("PASS secret", second);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_failing_home_leaves_somebody_logged_in_and_less_than_nobody_counted(Server kind) throws Exception {
        try (Running server = start(kind)) {
            for (int i = 0; i < 3; i++) {
                try (ControlConnection control = server.named("homeless")) {
                    control.expect("PASS secret", kind == Server.STOCK ? 550 : 530);
                }
            }
            await().until(() -> server.loggedIn().now() == (kind == Server.STOCK ? -3 : 0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void pass_logs_out_who_is_logged_in(Server kind) throws Exception {
        try (Running server = start(kind);
                ControlConnection control = server.named("u")) {
            control.expect("PASS secret", 230);
            boolean stock = kind == Server.STOCK;
            control.expect("PASS secret", stock ? 202 : 503);
            control.expect("PWD", stock ? 530 : 257);
        }
    }

    @ParameterizedTest
    @EnumSource
    void user_ends_the_session_of_who_is_logged_in(Server kind) throws Exception {
        try (Running server = start(kind);
                ControlConnection control = server.named("u")) {
            control.expect("PASS secret", 230);
            if (kind == Server.STOCK) {
                control.expect("USER homeless", 530);
                assertThatThrownBy(control::read).isInstanceOf(EOFException.class);
            } else {
                control.expect("USER homeless", 331);
            }
        }
    }

    /** Its threads sleep, so that the greeting comes only when some of those have their answers. */
    @ParameterizedTest
    @EnumSource
    void clients_with_wrong_passwords_hold_up_the_greetings_of_others(Server kind) throws Exception {
        List<ControlConnection> bad = new ArrayList<>();
        try (Running server = start(kind)) {
            for (int i = 0; i < BAD; i++) {
                bad.add(server.named("u"));
            }
            for (ControlConnection control : bad) {
                control.write("PASS wrong");
            }
            try (ControlConnection good = ControlConnection.open("127.0.0.2", server.port())) {
                good.expect(220);
                int answered = 0;
                for (ControlConnection control : bad) {
                    answered += control.socket().getInputStream().available() > 0 ? 1 : 0;
                }
                // Ours answers one of a client after the other.
                assertThat(answered > 1).isEqualTo(kind == Server.STOCK);
            }
        } finally {
            for (ControlConnection control : bad) {
                control.close();
            }
        }
    }
}
