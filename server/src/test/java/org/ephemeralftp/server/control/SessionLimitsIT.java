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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.testing.ControlConnection;

@Timeout(60)
class SessionLimitsIT {
    @TempDir
    private Path home;

    private EphemeralFtpServer start(int sessions, int perAddress) throws IOException {
        return EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("22030-22039")
                .home(home)
                .anonymous(true)
                .maxSessions(sessions)
                .maxSessionsPerAddress(perAddress)
                .start();
    }

    @Test
    void one_session_too_many_is_told_and_closed() throws Exception {
        try (EphemeralFtpServer server = start(3, 100);
                ControlConnection one = ControlConnection.from("127.0.0.1", server);
                ControlConnection two = ControlConnection.from("127.0.0.2", server);
                ControlConnection three = ControlConnection.from("127.0.0.3", server)) {
            assertRefused("127.0.0.4", server);
            assertRefused("127.0.0.1", server);
            one.expect("QUIT", 221);
            try (ControlConnection next = admitted("127.0.0.4", server)) {
                next.logIn("anonymous", "x");
                assertRefused("127.0.0.5", server);
            }
            two.expect("USER anonymous", 331);
            three.close();
            admitted("127.0.0.5", server).close();
        }
    }

    @Test
    void one_session_too_many_from_an_address_is_told_and_closed() throws Exception {
        try (EphemeralFtpServer server = start(100, 2);
                ControlConnection one = ControlConnection.from("127.0.0.1", server);
                ControlConnection two = ControlConnection.from("127.0.0.1", server);
                ControlConnection other = ControlConnection.from("127.0.0.2", server)) {
            assertRefused("127.0.0.1", server);
            other.expect("USER anonymous", 331);
            two.socket().setSoLinger(true, 0);
            two.close();
            try (ControlConnection next = admitted("127.0.0.1", server)) {
                assertRefused("127.0.0.1", server);
                next.expect("USER anonymous", 331);
            }
            one.expect("USER anonymous", 331);
        }
    }

    /** Whoever was admitted may log in too, also while the last command of the session before it still runs. */
    @Test
    void a_place_that_is_free_is_free_for_a_login_too() throws Exception {
        for (int i = 0; i < 500; i++) {
            Files.createFile(home.resolve("file" + i));
        }
        try (EphemeralFtpServer server = start(2, 2);
                ControlConnection stays = ControlConnection.anonymous(server)) {
            for (int i = 0; i < 5; i++) {
                try (ControlConnection session = admitted("127.0.0.1", server)) {
                    session.logIn("anonymous", "x");
                    session.write("STAT /\r\nSTAT /\r\nSTAT /");
                }
            }
            stays.expect("NOOP", 200);
        }
    }

    /** Connections that are gone before they were greeted, or were never admitted, leave nothing behind. */
    @Test
    void places_of_those_who_leave_early_are_free_again() throws Exception {
        try (EphemeralFtpServer server = start(5, 5)) {
            for (int i = 0; i < 500; i++) {
                ControlConnection early = ControlConnection.open("127.0.0.1", server.port());
                early.socket().setSoLinger(i % 2 == 0, 0);
                early.close();
            }
            List<ControlConnection> all = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                all.add(admitted("127.0.0.1", server));
            }
            assertRefused("127.0.0.2", server);
            for (ControlConnection session : all) {
                session.expect("QUIT", 221);
                session.close();
            }
        }
    }

    private static void assertRefused(String client, EphemeralFtpServer server) throws IOException {
        try (ControlConnection control = ControlConnection.open(client, server.port())) {
            assertThat(control.read().text()).matches("421 .*[Tt]oo many.*");
            assertThatThrownBy(control::read).isInstanceOf(EOFException.class);
        }
    }

    /** A session, as soon as there is a place for it. */
    private static ControlConnection admitted(String client, EphemeralFtpServer server) {
        return await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> knock(client, server), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<ControlConnection> knock(String client, EphemeralFtpServer server) throws IOException {
        ControlConnection control = ControlConnection.open(client, server.port());
        if (control.read().code() == 220) {
            return Optional.of(control);
        }
        control.close();
        return Optional.empty();
    }
}
