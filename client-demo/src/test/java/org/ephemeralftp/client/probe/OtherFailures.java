package org.ephemeralftp.client.probe;

import static org.ephemeralftp.client.connection.ConnectionOutcome.CLOSED;
import static org.ephemeralftp.client.connection.ConnectionOutcome.FAILED;
import static org.ephemeralftp.client.connection.ConnectionOutcome.NOT_TRUSTED;
import static org.ephemeralftp.client.connection.ConnectionOutcome.NOT_UNDERSTOOD;
import static org.ephemeralftp.client.connection.ConnectionOutcome.PROHIBITED;
import static org.ephemeralftp.client.connection.ConnectionOutcome.REFUSED;
import static org.ephemeralftp.client.connection.ConnectionOutcome.RESET;
import static org.ephemeralftp.client.connection.ConnectionOutcome.TIMED_OUT;
import static org.ephemeralftp.client.connection.ConnectionOutcome.TLS_BROKEN;
import static org.ephemeralftp.client.connection.ConnectionOutcome.UNKNOWN_HOST;
import static org.ephemeralftp.client.connection.ConnectionOutcome.UNREACHABLE;
import static org.ephemeralftp.client.probe.Phase.AUTH;
import static org.ephemeralftp.client.probe.Phase.BYTES;
import static org.ephemeralftp.client.probe.Phase.CONTROL_CONNECT;
import static org.ephemeralftp.client.probe.Phase.DATA_CONNECT;
import static org.ephemeralftp.client.probe.Phase.DATA_SETUP;
import static org.ephemeralftp.client.probe.Phase.GREETING;
import static org.ephemeralftp.client.probe.Phase.LOGIN;
import static org.ephemeralftp.client.probe.Phase.TRANSFER_END;
import static org.ephemeralftp.client.probe.Phase.TRANSFER_START;

import java.time.Duration;
import java.util.stream.Stream;

import org.ephemeralftp.client.connection.ConnectionOutcome;

/** What can be seen and has nothing to do with a firewall's rules on ports, or is no row of the truth table. */
final class OtherFailures {
    private static final String PASV = "pasv.plain.ipv4";
    private static final String PASV_TLS = "pasv.tls.ipv4";
    private static final String EPSV = "epsv.plain.ipv4";
    private static final String EPSV_IPV6 = "epsv.plain.ipv6";
    private static final String EPSV_TLS = "epsv.tls.ipv4";
    private static final String PORT = "port.plain.ipv4";
    private static final String PORT_TLS = "port.tls.ipv4";

    private OtherFailures() {}

    static Stream<Scenario> scenarios() {
        return Stream.of(beforeLogin(), overIpv6(), tlsAndLogin(), passive(), transfer(), odd())
                .flatMap(each -> each);
    }

    private static Stream<Scenario> beforeLogin() {
        return Stream.of(
                ended(PASV, CONTROL_CONNECT, UNKNOWN_HOST, CauseKind.HOST_UNKNOWN),
                ended(PASV, CONTROL_CONNECT, REFUSED, CauseKind.CONTROL_REFUSED),
                ended(PASV, CONTROL_CONNECT, UNREACHABLE, CauseKind.CONTROL_UNREACHABLE),
                ended(PASV, CONTROL_CONNECT, PROHIBITED, CauseKind.CONTROL_UNREACHABLE),
                ended(PASV, GREETING, TIMED_OUT, CauseKind.NO_GREETING),
                ended(PASV, GREETING, NOT_UNDERSTOOD, CauseKind.NOT_FTP),
                ended(PASV, GREETING, CLOSED, CauseKind.CONTROL_LOST),
                replied(PASV, GREETING, "421 Too many sessions", CauseKind.SERVER_REFUSES_SESSIONS),
                replied(PASV, LOGIN, "421 Too many sessions", CauseKind.SERVER_REFUSES_SESSIONS));
    }

    /** Over IPv4 the same server answers, if nothing else is said. */
    private static Stream<Scenario> overIpv6() {
        Duration late = Duration.ofMillis(3_070);
        return Stream.of(
                Scenario.named("unreachable over IPv6, after neighbor discovery")
                        .see(PASV, cell -> cell.works(50_000))
                        .see(EPSV_IPV6, cell -> cell.isUnreachableAfter(late))
                        .because(EPSV_IPV6, CauseKind.ICMPV6_BLOCKED, CauseKind.CONTROL_UNREACHABLE),
                Scenario.named("unreachable over IPv6, at once")
                        .see(PASV, cell -> cell.works(50_000))
                        .see(EPSV_IPV6, cell -> cell.isUnreachableAfter(Duration.ofMillis(3)))
                        .because(EPSV_IPV6, CauseKind.CONTROL_UNREACHABLE),
                Scenario.named("unreachable over both, late")
                        .see(PASV + " " + EPSV_IPV6, cell -> cell.isUnreachableAfter(late))
                        .because(PASV + " " + EPSV_IPV6, CauseKind.CONTROL_UNREACHABLE),
                Scenario.named("no answer over IPv6")
                        .see(PASV, cell -> cell.works(50_000))
                        .see(EPSV_IPV6, cell -> cell.fails(CONTROL_CONNECT, TIMED_OUT, 1))
                        .because(EPSV_IPV6, CauseKind.CONTROL_DROPPED, CauseKind.ICMPV6_BLOCKED),
                Scenario.named("no answer over IPv6 in one cell only")
                        .see(PASV + " port.plain.ipv6", cell -> cell.works(50_000))
                        .see(EPSV_IPV6, cell -> cell.fails(CONTROL_CONNECT, TIMED_OUT, 1))
                        .because(EPSV_IPV6, CauseKind.CONTROL_DROPPED));
    }

    private static Stream<Scenario> tlsAndLogin() {
        return Stream.of(
                replied(PASV_TLS, AUTH, "502 Command not implemented", CauseKind.TLS_NOT_OFFERED),
                replied(PASV_TLS, LOGIN, "536 PROT P is not supported", CauseKind.TLS_NOT_OFFERED),
                ended(PASV_TLS, AUTH, NOT_TRUSTED, CauseKind.CERTIFICATE_NOT_TRUSTED),
                ended(PASV_TLS, AUTH, TLS_BROKEN, CauseKind.TLS_BROKEN),
                ended(PASV_TLS, AUTH, TIMED_OUT, CauseKind.TLS_BROKEN),
                replied(PASV, LOGIN, "530 Login incorrect.", CauseKind.LOGIN_REFUSED),
                replied(PASV_TLS, LOGIN, "530 Login incorrect.", CauseKind.LOGIN_REFUSED),
                replied(PASV, LOGIN, "530 Non-anonymous sessions must use encryption.", CauseKind.TLS_REQUIRED),
                replied(PASV, LOGIN, "421 Sorry, cleartext sessions are not accepted", CauseKind.TLS_REQUIRED),
                replied(PASV, TRANSFER_START, "522 Not like this", CauseKind.TLS_REQUIRED),
                Scenario.named("a login that is taken under TLS only")
                        .see(PASV, cell -> cell.refused(LOGIN, "530 No."))
                        .see(PASV_TLS, cell -> cell.works(50_000))
                        .because(PASV, CauseKind.TLS_REQUIRED)
                        .conclusively(),
                ended(PASV, LOGIN, CLOSED, CauseKind.CONTROL_LOST),
                ended(PORT, DATA_SETUP, TIMED_OUT, CauseKind.CONTROL_LOST));
    }

    private static Stream<Scenario> passive() {
        return Stream.of(
                ended(PASV, DATA_CONNECT, PROHIBITED, CauseKind.PASSIVE_PORTS_PROHIBITED),
                ended(PASV, DATA_CONNECT, UNREACHABLE, CauseKind.PASSIVE_PORTS_PROHIBITED),
                Scenario.named("a 421 to PASV")
                        .see(PASV, cell -> cell.refused(DATA_SETUP, "421 Could not listen"))
                        .because(PASV, CauseKind.NO_DATA_PORT_FREE, CauseKind.CONTROL_LOST),
                replied(EPSV, DATA_SETUP, "522 Not that one", CauseKind.PASSIVE_REFUSED_BY_SERVER),
                Scenario.named("only TLS was tried")
                        .see(PASV_TLS, cell -> cell.fails(DATA_CONNECT, TIMED_OUT, 50_001))
                        .because(PASV_TLS, CauseKind.PASSIVE_PORTS_DROPPED, CauseKind.HELPER_CANNOT_READ_TLS),
                Scenario.named("works under TLS only")
                        .see(PASV + " " + EPSV, cell -> cell.fails(DATA_CONNECT, TIMED_OUT, 1, 2))
                        .see(PASV_TLS + " " + EPSV_TLS, cell -> cell.works(3, 4))
                        .because(PASV + " " + EPSV, CauseKind.REPLY_REWRITTEN, CauseKind.PASSIVE_PORTS_PARTLY_OPEN),
                Scenario.named("a helper that is older than EPSV")
                        .see(PASV, cell -> cell.works(1, 2, 3))
                        .see(EPSV, cell -> cell.fails(DATA_CONNECT, TIMED_OUT, 4, 5, 6))
                        .because(EPSV, CauseKind.UNKNOWN, CauseKind.PASSIVE_PORTS_PARTLY_OPEN),
                Scenario.named("the same port open and closed")
                        .see(PASV, cell -> cell.works(1, 2).fails(DATA_CONNECT, TIMED_OUT, 2))
                        .because(PASV, CauseKind.PASSIVE_PORTS_PARTLY_OPEN, CauseKind.UNKNOWN));
    }

    private static Stream<Scenario> transfer() {
        return Stream.of(
                ended(PASV, BYTES, TIMED_OUT, CauseKind.BYTES_STALL),
                ended(PORT, BYTES, RESET, CauseKind.BYTES_STALL),
                ended(PASV_TLS, BYTES, TLS_BROKEN, CauseKind.DATA_TLS_REFUSED),
                replied(PASV_TLS, TRANSFER_END, "522 Session reuse required", CauseKind.DATA_TLS_REFUSED),
                Scenario.named("the handshake of the data connection stalls")
                        .see(PASV, cell -> cell.works(50_000))
                        .see(PASV_TLS, cell -> cell.fails(BYTES, TIMED_OUT, 50_000))
                        .because(PASV_TLS, CauseKind.DATA_TLS_REFUSED, CauseKind.BYTES_STALL),
                Scenario.named("a reply that tells little, under TLS only")
                        .see(PASV, cell -> cell.works(50_000))
                        .see(PASV_TLS, cell -> cell.refused(TRANSFER_END, "425 Unable to build data connection"))
                        .because(PASV_TLS, CauseKind.DATA_TLS_REFUSED),
                Scenario.named("an active data connection that is refused once its TLS was seen")
                        .see(PORT, cell -> cell.works(40_001))
                        .see(PORT_TLS, cell -> cell.refused(TRANSFER_END, "425 Unable to build data connection"))
                        .because(PORT_TLS, CauseKind.DATA_TLS_REFUSED),
                ended(PORT, TRANSFER_START, TIMED_OUT, CauseKind.CONTROL_LOST),
                replied(PASV, TRANSFER_START, "550 Permission denied", CauseKind.TRANSFER_REFUSED),
                replied(PORT, TRANSFER_END, "451 Disk on fire", CauseKind.TRANSFER_REFUSED),
                ended(PASV, TRANSFER_END, TIMED_OUT, CauseKind.CONTROL_LOST),
                ended(PORT, TRANSFER_END, CLOSED, CauseKind.CONTROL_LOST),
                Scenario.named("accepted, and no 150")
                        .see(PASV, cell -> cell.fails(TRANSFER_START, CLOSED, 50_000))
                        .because(
                                PASV,
                                CauseKind.PEER_CHECK,
                                CauseKind.PASSIVE_PORTS_NOT_FORWARDED,
                                CauseKind.CONTROL_LOST));
    }

    private static Stream<Scenario> odd() {
        return Stream.of(
                Scenario.named("active mode switched off")
                        .see(PORT, cell -> cell.refused(DATA_SETUP, "550 Permission denied."))
                        .because(PORT, CauseKind.ACTIVE_REFUSED_BY_SERVER, CauseKind.CLIENT_BEHIND_NAT),
                ended(PASV, DATA_CONNECT, FAILED, CauseKind.UNKNOWN),
                ended(PASV, DATA_SETUP, NOT_UNDERSTOOD, CauseKind.UNKNOWN),
                replied(PASV, DATA_SETUP, "502 No PASV here", CauseKind.PASSIVE_REFUSED_BY_SERVER),
                replied(PORT, TRANSFER_END, "426 Aborted", CauseKind.UNKNOWN),
                Scenario.named("not tried to an end")
                        .untried(Sight.untried(PASV, Verdict.INCONCLUSIVE, "the time ran out"))
                        .because(PASV, CauseKind.UNKNOWN),
                Scenario.named("skipped").untried(Sight.untried(PASV, Verdict.SKIPPED, "no IPv4 address")));
    }

    private static Scenario ended(String cell, Phase phase, ConnectionOutcome outcome, CauseKind kind) {
        return Scenario.named(cell + ": " + outcome + " at " + phase)
                .see(cell, sight -> sight.fails(phase, outcome, 50_000))
                .because(cell, kind);
    }

    private static Scenario replied(String cell, Phase phase, String reply, CauseKind kind) {
        return Scenario.named(cell + ": " + reply + " at " + phase)
                .see(cell, sight -> sight.refused(phase, reply))
                .because(cell, kind);
    }
}
