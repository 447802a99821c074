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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.Reply;
import org.ephemeralftp.server.users.Access;
import org.ephemeralftp.server.users.Account;
import org.ephemeralftp.server.users.LoginLimits;

/** How many sessions may be logged in to one account, and that each end of one makes a place free. */
@Timeout(120)
class LoginLimitsIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init") // each test starts it
    private EphemeralFtpServer server;

    private void start(int limit) throws IOException {
        server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("20220-20229")
                .home(directory.resolve("home"))
                .anonymous(true)
                .idleTimeout(Duration.ofSeconds(2))
                .maxSessionsPerAddress(300)
                .account(account("u", directory.resolve("home")), LoginIT.SECRET)
                .account(account("homeless", directory.resolve("file/home")), LoginIT.SECRET)
                .logins(LoginLimits.defaults().withoutPenalties().withSessionsPerUser(limit))
                .start();
    }

    private static Account account(String name, Path home) {
        return new Account(name, home, Access.READ_WRITE, true);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** All of them have their names said before the first one gives its password, and give it at once. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 50})
    void two_hundred_logins_at_once_never_go_over_the_limit(int limit) throws Exception {
        start(limit);
        List<ControlConnection> all = new ArrayList<>();
        try {
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < 200; i++) {
                    ControlConnection control = ControlConnection.to(server);
                    all.add(control);
                    control.expect("USER " + (i % 2 == 0 ? "anonymous" : "ftp"), 331);
                }
                for (ControlConnection control : all) {
                    control.write("PASS x");
                }
                List<ControlConnection> inside = new ArrayList<>();
                for (ControlConnection control : all) {
                    Reply reply = control.read();
                    if (reply.code() == 230) {
                        inside.add(control);
                    } else {
                        assertThat(reply.text()).startsWith("421 ").contains("account");
                        assertThatThrownBy(control::read).isInstanceOf(EOFException.class);
                    }
                }
                assertThat(inside).hasSize(limit);
                for (ControlConnection control : inside) {
                    control.expect("QUIT", 221);
                }
                close(all);
            }
        } finally {
            close(all);
        }
    }

    private static void close(List<ControlConnection> all) throws IOException {
        for (ControlConnection control : all) {
            control.close();
        }
        all.clear();
    }

    /** The ways of a session to be logged in no more. */
    enum End {
        QUIT {
            @Override
            void of(ControlConnection control) throws IOException {
                control.expect("QUIT", 221);
            }
        },
        REIN {
            @Override
            void of(ControlConnection control) throws IOException {
                control.expect("REIN", 220);
            }
        },
        OTHER_USER {
            @Override
            void of(ControlConnection control) throws IOException {
                control.expect("USER homeless", 331);
                control.expect("PASS secret", 530);
            }
        },
        CLOSE {
            @Override
            void of(ControlConnection control) throws IOException {
                control.close();
            }
        },
        CUT {
            @Override
            void of(ControlConnection control) throws IOException {
                control.socket().setSoLinger(true, 0);
                control.close();
            }
        },
        IDLE {
            @Override
            void of(ControlConnection control) throws IOException {
                control.expect(421);
            }
        },
        DURING_THE_LOGIN {
            @Override
            void of(ControlConnection control) throws IOException {
                control.expect("USER u", 331);
                control.write("PASS secret");
                control.close();
            }
        };

        abstract void of(ControlConnection control) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void each_end_of_a_session_makes_its_place_free_once(End end) throws Exception {
        Files.write(directory.resolve("file"), new byte[1]);
        start(1);
        for (int round = 0; round < 2; round++) {
            try (ControlConnection control = ControlConnection.to(server).logIn("u", "secret")) {
                refused();
                end.of(control);
                await().atMost(LIMIT).pollDelay(Duration.ZERO).until(this::loggedInAndOut);
            }
        }
    }

    private void refused() throws IOException {
        try (ControlConnection control = ControlConnection.to(server)) {
            control.expect("USER u", 331);
            control.expect("PASS secret", 421);
        }
    }

    /** There is one place, and not two. */
    private boolean loggedInAndOut() throws IOException {
        try (ControlConnection control = ControlConnection.to(server)) {
            control.expect("USER u", 331);
            if (control.send("PASS secret").code() != 230) {
                return false;
            }
            refused();
            control.expect("QUIT", 221);
            return true;
        }
    }

    @Test
    void who_has_read_the_reply_to_quit_may_log_in_again_at_once() throws Exception {
        start(1);
        for (int i = 0; i < 30; i++) {
            ControlConnection control = ControlConnection.to(server).logIn("u", "secret");
            control.expect("QUIT", 221);
        }
    }

    @Test
    void accounts_have_places_of_their_own_and_who_is_refused_takes_none() throws Exception {
        Files.write(directory.resolve("file"), new byte[1]);
        start(1);
        try (ControlConnection one = ControlConnection.anonymous(server);
                ControlConnection other = ControlConnection.to(server)) {
            for (String password : List.of("wrong", "secret")) {
                for (String name : List.of("homeless", "nobody")) {
                    other.expect("USER " + name, 331);
                    other.expect("PASS " + password, 530);
                }
            }
            other.logIn("u", "secret");
            one.expect("PWD", 257);
            other.expect("PWD", 257);
        }
    }
}
