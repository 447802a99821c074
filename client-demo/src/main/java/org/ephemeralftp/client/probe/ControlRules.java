package org.ephemeralftp.client.probe;

import static org.ephemeralftp.client.connection.ConnectionOutcome.CLOSED;
import static org.ephemeralftp.client.connection.ConnectionOutcome.NOT_TRUSTED;
import static org.ephemeralftp.client.connection.ConnectionOutcome.NOT_UNDERSTOOD;
import static org.ephemeralftp.client.connection.ConnectionOutcome.PROHIBITED;
import static org.ephemeralftp.client.connection.ConnectionOutcome.REFUSED;
import static org.ephemeralftp.client.connection.ConnectionOutcome.RESET;
import static org.ephemeralftp.client.connection.ConnectionOutcome.TIMED_OUT;
import static org.ephemeralftp.client.connection.ConnectionOutcome.TLS_BROKEN;
import static org.ephemeralftp.client.connection.ConnectionOutcome.UNKNOWN_HOST;
import static org.ephemeralftp.client.connection.ConnectionOutcome.UNREACHABLE;

import java.util.List;
import java.util.Optional;

/** The rules for what goes wrong before TLS and the login: connect and greeting. */
final class ControlRules {
    static final List<Rule> ALL = List.of(
            ControlRules::hostUnknown,
            ControlRules::dropped,
            ControlRules::refused,
            ControlRules::unreachable,
            ControlRules::noGreeting,
            ControlRules::notFtp,
            ControlRules::refusesSessions,
            ControlRules::lostBeforeGreeting);

    private static final String BY_NETWORK =
            "; its rules may go by the network that the client is in, so this client's address may be the reason";

    private ControlRules() {}

    private static Optional<Finding> hostUnknown(Failure failure) {
        if (!failure.endedIn(UNKNOWN_HOST)) {
            return Optional.empty();
        }
        return Optional.of(Finding.certain(
                CauseKind.HOST_UNKNOWN,
                failure.seen().server().host() + " is not known to this machine",
                "Check the spelling of the name, and the DNS or the hosts file of this machine, or give the address."));
    }

    static Optional<Finding> dropped(Failure failure) {
        if (!failure.at(Phase.CONTROL_CONNECT) || !failure.endedIn(TIMED_OUT)) {
            return Optional.empty();
        }
        return Optional.of(Finding.likely(
                CauseKind.CONTROL_DROPPED,
                seen(failure),
                "Check that the address is right and the machine is on. If it is, open TCP port "
                        + failure.seen().server().port()
                        + " towards it in the firewalls on the way: the server's own (nftables, firewalld), the "
                        + "cloud's security group, the client's network" + BY_NETWORK + ".",
                "the same from another network (--from ADDRESS if this machine is in one), and on the server itself"));
    }

    private static Optional<Finding> refused(Failure failure) {
        if (!failure.at(Phase.CONTROL_CONNECT) || !failure.endedIn(REFUSED)) {
            return Optional.empty();
        }
        return Optional.of(Finding.likely(
                CauseKind.CONTROL_REFUSED,
                seen(failure),
                "Start the server, or give the port and the address that it listens on. If it listens there, a "
                        + "firewall answers for it: let TCP port "
                        + failure.seen().server().port() + " through" + BY_NETWORK + ".",
                "the same on the server itself: if it works there, a firewall answers; then from another network"));
    }

    private static Optional<Finding> unreachable(Failure failure) {
        if (!failure.at(Phase.CONTROL_CONNECT) || !failure.endedIn(UNREACHABLE, PROHIBITED)) {
            return Optional.empty();
        }
        return Optional.of(Finding.likely(
                CauseKind.CONTROL_UNREACHABLE,
                seen(failure),
                "Check the routes of this machine and of the routers on the way, and their rules: a firewall that "
                        + "prohibits looks the same over IPv4" + BY_NETWORK + ".",
                "the same from another network, and a traceroute to the server"));
    }

    /** What came of the control connection, and where it works. */
    static String seen(Failure failure) {
        List<CellResult> connected =
                failure.seen().working(cell -> cell.family() == failure.cell().family());
        List<CellResult> otherFamily =
                failure.seen().working(cell -> cell.family() != failure.cell().family());
        return Evidence.of(failure.record()) + ", " + Evidence.who(failure)
                + Evidence.butWorks(connected.isEmpty() ? otherFamily : connected);
    }

    private static Optional<Finding> noGreeting(Failure failure) {
        if (!failure.at(Phase.GREETING) || !failure.endedIn(TIMED_OUT)) {
            return Optional.empty();
        }
        return Optional.of(Finding.likely(
                CauseKind.NO_GREETING,
                "connected, and then " + Evidence.of(failure.record()) + ", " + Evidence.who(failure),
                "If this is a port of implicit TLS (usually 990), where the client speaks first, name it as ftps://HOST:990. "
                        + "Else look at the server: it is overloaded, looks up the client's name in a DNS that does "
                        + "not answer, or is a proxy's port with nobody behind it.",
                "the same as ftps://HOST:990, and this cell alone with --timeout 60 --within 600"));
    }

    private static Optional<Finding> notFtp(Failure failure) {
        if (!failure.at(Phase.GREETING) || !failure.endedIn(NOT_UNDERSTOOD)) {
            return Optional.empty();
        }
        return Optional.of(Finding.certain(
                CauseKind.NOT_FTP,
                Evidence.of(failure.record()) + ", " + Evidence.who(failure),
                "Give the port of an FTP server. SFTP, which is another protocol, is usually on port 22."));
    }

    /** A 421 at any time before the data connection; whatever else refuses at the greeting. */
    private static Optional<Finding> refusesSessions(Failure failure) {
        boolean atGreeting = failure.at(Phase.GREETING) && failure.refused();
        boolean later = (failure.at(Phase.AUTH) || failure.at(Phase.LOGIN)) && failure.replied(421);
        if (!(atGreeting || later) || LoginRules.wantsTls(failure)) {
            return Optional.empty();
        }
        return Optional.of(Finding.likely(
                CauseKind.SERVER_REFUSES_SESSIONS,
                Evidence.of(failure.record()) + ", " + Evidence.who(failure)
                        + Evidence.butWorks(failure.seen().working(cell -> true)),
                "Look at the server's limits on sessions, in all and per address, and at the addresses it admits; "
                        + "end sessions that are forgotten.",
                "the same later, and from another address"));
    }

    private static Optional<Finding> lostBeforeGreeting(Failure failure) {
        if (!failure.at(Phase.GREETING) || !failure.endedIn(CLOSED, RESET, TLS_BROKEN, NOT_TRUSTED)) {
            return Optional.empty();
        }
        return Optional.of(Finding.likely(
                CauseKind.CONTROL_LOST,
                "connected, and then " + Evidence.of(failure.record()) + ", " + Evidence.who(failure),
                "A proxy, a load balancer or a container's port that has nobody behind it ends connections like this, "
                        + "and so does a server that does not admit the client's address: look at whether it runs "
                        + "behind them, and into its log.",
                "the same on the server itself, to the port it listens on there"));
    }
}
