package org.ephemeralftp.client.probe;

import static org.ephemeralftp.client.connection.ConnectionOutcome.CLOSED;
import static org.ephemeralftp.client.connection.ConnectionOutcome.COMPLETED;
import static org.ephemeralftp.client.connection.ConnectionOutcome.CONNECTED;
import static org.ephemeralftp.client.connection.ConnectionOutcome.NOT_TRUSTED;
import static org.ephemeralftp.client.connection.ConnectionOutcome.RESET;
import static org.ephemeralftp.client.connection.ConnectionOutcome.TIMED_OUT;
import static org.ephemeralftp.client.connection.ConnectionOutcome.TLS_BROKEN;

import java.util.List;
import java.util.Optional;

/** The rules for what goes wrong once there is a data connection. */
final class TransferRules {
    static final List<Rule> ALL = List.of(
            TransferRules::cutWhileIdle,
            TransferRules::dataTlsRefused,
            TransferRules::peerCheck,
            TransferRules::stall,
            TransferRules::controlLost,
            TransferRules::refused);

    private static final String MTU =
            "Let ICMP through that tells of packets that are too large (IPv4 \"fragmentation needed\", ICMPv6 \"packet too "
                    + "big\"), clamp the MSS to the path's MTU at tunnels, and look for devices that inspect content.";

    private TransferRules() {}

    private static Optional<Finding> cutWhileIdle(Failure failure) {
        if (failure.attempt().kind() != Attempt.Kind.LONG || !finalReplyMissing(failure)) {
            return Optional.empty();
        }
        String evidence =
                "the data of a long upload went through, and of the final reply " + Evidence.of(failure.record());
        String fix =
                "Let the firewall or router on the way remember idle connections for longer than the longest transfer "
                        + "(conntrack's time-out for established connections, a load balancer's idle time-out), let server or "
                        + "client send TCP keepalives, or let the client send NOOPs during transfers.";
        Optional<Attempt> withNoops = failure.result().attempts().stream()
                .filter(attempt -> attempt.kind() == Attempt.Kind.LONG_WITH_NOOPS)
                .findFirst();
        if (withNoops.isPresent() && withNoops.get().passed()) {
            return Optional.of(Finding.certain(
                    CauseKind.CONTROL_CUT_WHILE_IDLE, evidence + "; with NOOPs during the upload it comes", fix));
        }
        String next = "a longer upload with NOOPs, and a capture of packets on both sides";
        if (withNoops.isPresent()) {
            return Optional.of(Finding.likely(
                            CauseKind.CONTROL_LOST,
                            evidence + "; nor does it with NOOPs, so idleness is not the reason",
                            "Look into the server's log for why the session ended.",
                            next)
                    .or(CauseKind.CONTROL_CUT_WHILE_IDLE, "if NOOPs do not count on the way", fix));
        }
        return Optional.of(Finding.likely(CauseKind.CONTROL_CUT_WHILE_IDLE, evidence, fix, next)
                .or(CauseKind.CONTROL_LOST, "the session may have ended by itself", "Look into the server's log."));
    }

    private static boolean finalReplyMissing(Failure failure) {
        boolean allBytes = failure.attempt()
                .phase(Phase.BYTES)
                .filter(bytes -> bytes.outcome() == COMPLETED)
                .isPresent();
        return failure.at(Phase.TRANSFER_END) && allBytes && failure.endedIn(TIMED_OUT, RESET, CLOSED);
    }

    private static Optional<Finding> dataTlsRefused(Failure failure) {
        if (!failure.tls() || !afterConnect(failure)) {
            return Optional.empty();
        }
        boolean tlsItself = failure.endedIn(TLS_BROKEN, NOT_TRUSTED) || failure.replied(521, 522, 534, 535, 536);
        boolean onlyUnderTls = failure.usual()
                && failure.twinWorks()
                && (failure.at(Phase.BYTES) || failure.replied(425, 426, 435, 450, 451));
        if (!tlsItself && !onlyUnderTls) {
            return Optional.empty();
        }
        String twin = failure.twin()
                .filter(Seen::works)
                .map(each -> "; " + each.cell() + " works")
                .orElse("");
        String fix = "See whether the server wants the TLS session of the control connection to be resumed on data "
                + "connections, and whether the client's TLS can (this one's resumes where the server's protocol "
                + "version lets it); look into the server's log for the handshake.";
        Finding finding = Finding.likely(
                CauseKind.DATA_TLS_REFUSED,
                "the data connection was there; then " + Evidence.of(failure.record()) + ", " + Evidence.who(failure)
                        + twin,
                fix,
                "the same with the server's insistence on session reuse switched off");
        return Optional.of(
                failure.endedIn(TIMED_OUT)
                        ? finding.or(
                                CauseKind.BYTES_STALL, "large packets, such as those of the handshake, may vanish", MTU)
                        : finding);
    }

    /** Whether the data connection was there and something else came of it than what should. */
    static boolean afterConnect(Failure failure) {
        return failure.record().phase().compareTo(Phase.DATA_CONNECT) > 0
                && failure.attempt()
                        .phase(Phase.DATA_CONNECT)
                        .filter(connect -> connect.outcome() == CONNECTED)
                        .isPresent();
    }

    private static Optional<Finding> peerCheck(Failure failure) {
        boolean cut = failure.endedIn(RESET, CLOSED) && !failure.at(Phase.TRANSFER_END);
        boolean unanswered = failure.endedIn(TIMED_OUT) && failure.at(Phase.TRANSFER_START);
        boolean said = failure.replied(425);
        if (!failure.passive() || !failure.usual() || !afterConnect(failure) || !(cut || unanswered || said)) {
            return Optional.empty();
        }
        Finding finding = Finding.likely(
                        CauseKind.PEER_CHECK,
                        "the data connection was accepted; then " + Evidence.of(failure.record()) + ", "
                                + Evidence.who(failure),
                        "Let both connections come from one address: one address of the NAT pool for each client, the same "
                                + "proxy for the control port and the data ports. Else tell the server which network "
                                + "counts as one client (with Ephemeral FTP: --peer-check).",
                        "the server's log, which names the address that the data connection came from")
                .or(
                        CauseKind.PASSIVE_PORTS_NOT_FORWARDED,
                        "a proxy on the way may accept data connections for the server and not reach it, as those of "
                                + "container ports do",
                        "Let the proxy pass the passive ports on to the server, each to the same number.");
        return Optional.of(
                failure.at(Phase.TRANSFER_START) && !said
                        ? finding.or(
                                CauseKind.CONTROL_LOST,
                                "it is the control connection that the reply is missing on",
                                "Look into the server's log for why the session ended.")
                        : finding);
    }

    private static Optional<Finding> stall(Failure failure) {
        if (!failure.at(Phase.BYTES) || !afterConnect(failure)) {
            return Optional.empty();
        }
        boolean still = failure.endedIn(TIMED_OUT);
        if (!still && !failure.endedIn(RESET, CLOSED)) {
            return Optional.empty();
        }
        return Optional.of(Finding.likely(
                CauseKind.BYTES_STALL,
                "the data connection was there; then " + Evidence.of(failure.record()) + ", " + Evidence.who(failure),
                still
                        ? MTU
                        : "Look for devices on the way that inspect content or limit how long connections last, and "
                                + "into the server's log.",
                "the same with a capture of packets on both sides"));
    }

    /** A control connection that ends, or a reply that never comes, from the transfer command on. */
    private static Optional<Finding> controlLost(Failure failure) {
        boolean late = failure.at(Phase.TRANSFER_START) || failure.at(Phase.TRANSFER_END);
        boolean active = !failure.passive() && failure.at(Phase.DATA_CONNECT) && failure.endedIn(RESET, CLOSED);
        boolean lost = failure.endedIn(TIMED_OUT, RESET, CLOSED, TLS_BROKEN) || failure.replied(421);
        if (!active && !(late && lost)) {
            return Optional.empty();
        }
        return Optional.of(Finding.likely(
                CauseKind.CONTROL_LOST,
                "of the reply to the transfer command " + Evidence.of(failure.record()) + ", " + Evidence.who(failure),
                "Look into the server's log for why the session ended, or does not answer.",
                "the same on the server itself"));
    }

    private static Optional<Finding> refused(Failure failure) {
        boolean late = failure.record().phase().compareTo(Phase.DATA_SETUP) > 0;
        if (!late || !failure.refused() || failure.replied(425, 426)) {
            return Optional.empty();
        }
        return Optional.of(Finding.certain(
                CauseKind.TRANSFER_REFUSED,
                Evidence.of(failure.record()) + ", " + Evidence.who(failure),
                "Give the account the right to list its directory (and for a long transfer, to write into it), and see that "
                        + "the directory is there."));
    }
}
