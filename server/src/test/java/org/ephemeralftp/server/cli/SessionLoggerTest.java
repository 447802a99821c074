package org.ephemeralftp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

import org.ephemeralftp.server.control.SessionView;

/** Health checks do not fill the log, and whatever else connects is in it. */
@Execution(ExecutionMode.SAME_THREAD)
class SessionLoggerTest {
    private static final byte[] HERE = {127, 0, 0, 1};
    private static final byte[] HERE_BY_IPV6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    /** An address for documentation. */
    private static final byte[] ELSEWHERE = {(byte) 192, 0, 2, 7};

    private final Logger log = (Logger) LoggerFactory.getLogger(SessionLogger.class);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final SessionLogger logger = new SessionLogger(name -> false);
    private @Nullable Level before;

    @BeforeEach
    void listen() {
        before = log.getLevel();
        log.setLevel(Level.DEBUG);
        appender.start();
        log.addAppender(appender);
    }

    @AfterEach
    void leave() {
        log.detachAppender(appender);
        log.setLevel(before);
    }

    private static SessionView session(long id, byte[] peer) {
        return new SessionView(id, end(peer, 40_000), end(HERE, 21), null);
    }

    private static InetSocketAddress end(byte[] address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static List<byte[]> addressesOfThisMachine() {
        return List.of(HERE, HERE_BY_IPV6);
    }

    private List<String> lines() {
        return appender.list.stream()
                .map(event -> event.getLevel() + " " + event.getMessage())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("addressesOfThisMachine")
    void a_session_of_this_machine_without_a_command_is_for_debugging(byte[] peer) {
        logger.opened(session(1, peer));
        logger.replied(session(1, peer), 220, "ready");
        logger.closed(session(1, peer));
        assertThat(lines()).containsExactly("DEBUG replied", "DEBUG connected and closed without a command");
    }

    @Test
    void a_session_of_this_machine_is_told_with_its_first_command() {
        logger.opened(session(1, HERE));
        logger.opened(session(2, HERE));
        for (int i = 0; i < 2; i++) {
            logger.received(session(1, HERE), "NOOP", null);
        }
        logger.closed(session(1, HERE));
        logger.closed(session(2, HERE));
        assertThat(lines())
                .containsExactly(
                        "INFO connected",
                        "DEBUG received",
                        "DEBUG received",
                        "INFO closed",
                        "DEBUG connected and closed without a command");
    }

    @Test
    void a_session_of_this_machine_that_the_server_ends_is_told() {
        logger.opened(session(1, HERE));
        logger.replied(session(1, HERE), 421, "idle for too long");
        logger.closed(session(1, HERE));
        assertThat(lines()).containsExactly("INFO connected", "INFO replied", "INFO closed");
    }

    @Test
    void a_port_scan_from_elsewhere_is_seen() {
        logger.opened(session(1, ELSEWHERE));
        logger.closed(session(1, ELSEWHERE));
        assertThat(lines()).containsExactly("INFO connected", "INFO closed");
    }
}
