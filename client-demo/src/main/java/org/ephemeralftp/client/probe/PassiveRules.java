package org.ephemeralftp.client.probe;

import static org.ephemeralftp.client.connection.ConnectionOutcome.CONNECTED;
import static org.ephemeralftp.client.connection.ConnectionOutcome.PROHIBITED;
import static org.ephemeralftp.client.connection.ConnectionOutcome.REFUSED;
import static org.ephemeralftp.client.connection.ConnectionOutcome.TIMED_OUT;
import static org.ephemeralftp.client.connection.ConnectionOutcome.UNREACHABLE;

import java.util.List;
import java.util.Optional;

import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Endpoint;

/** The rules for passive ports that nobody can connect to, or that were not given. */
final class PassiveRules {
    static final List<Rule> ALL = List.of(
            PassiveRules::noDataPortFree,
            PassiveRules::refusedByServer,
            PassiveRules::onlyAdvertisedAddressWorks,
            PassiveRules::notForwarded,
            PassiveRules::refused,
            PassiveRules::dropped,
            PassiveRules::prohibited);

    private static final String OPEN_PORTS =
            "Open the server's passive ports (TCP, new connections towards the server) in the firewalls on the way: the "
                    + "server's own (nftables, firewalld), a cloud's security group, the client's network. Give the "
                    + "server a small fixed range for it (with Ephemeral FTP: --passive-ports).";
    private static final String FORWARD_PORTS =
            "Let the router forward the server's passive ports as it forwards the control port, each to the same number, "
                    + "and give the server a small fixed range for it (with Ephemeral FTP: --passive-ports).";

    private PassiveRules() {}

    /** What is behind {@link Verdict#MISADVERTISED}, where nothing failed. */
    static Finding advertisedAddressWrong(CellResult result, Seen seen) {
        Cell cell = result.cell();
        String said = seen.foreignAddress(cell)
                .map(each -> each.host() + (InsideAddress.is(each.address()) ? ", an inside address" : ""))
                .orElse("another address than the control connection's");
        String check = Seen.check(List.of(result), Check.Kind.ADVERTISED_ADDRESS)
                .map(record -> " (" + Evidence.of(record) + ")")
                .orElse("");
        return Finding.certain(
                CauseKind.ADVERTISED_ADDRESS_WRONG,
                "the 227 names " + said + ", where nothing is reached" + check + "; this client connects to "
                        + seen.serverHost(cell) + " instead, the control connection's address, and that works",
                "Tell the server the address that its clients reach it at, for its 227 (with Ephemeral FTP: --advertise "
                        + "ADDRESS). Until then clients that believe the 227 fail; EPSV names no address and works.");
    }

    private static Optional<Finding> noDataPortFree(Failure failure) {
        boolean noPort = failure.record().code() < 500 && failure.refused();
        if (!failure.passive() || !failure.at(Phase.DATA_SETUP) || !noPort) {
            return Optional.empty();
        }
        String fix = "Give the server more passive ports, or see what holds those it has: other programs, listeners of "
                + "sessions that never connect, too long time limits on them (with Ephemeral FTP: --passive-ports, "
                + "--lease-timeout).";
        if (failure.replied(425)) {
            return Optional.of(Finding.certain(CauseKind.NO_DATA_PORT_FREE, reply(failure), fix));
        }
        // A 421 closes the control connection, for whatever reason (RFC 959, section 5.4).
        return Optional.of(Finding.likely(
                        CauseKind.NO_DATA_PORT_FREE,
                        reply(failure),
                        fix,
                        "the server's log, which tells why it refused")
                .or(
                        CauseKind.CONTROL_LOST,
                        "the reply may speak of the session and not of a port",
                        "Look into the server's log for why the session ended."));
    }

    private static Optional<Finding> refusedByServer(Failure failure) {
        if (!failure.passive() || !failure.at(Phase.DATA_SETUP) || !failure.refused()) {
            return Optional.empty();
        }
        boolean pasv = failure.cell().mode() == DataMode.PASV;
        return Optional.of(Finding.likely(
                CauseKind.PASSIVE_REFUSED_BY_SERVER,
                reply(failure),
                "Use " + (pasv ? DataMode.EPSV : DataMode.PASV)
                        + ", or allow this command in the configuration of the server, or of the device in between "
                        + "that inspects FTP.",
                "the same on the server itself: if the command is taken there, a device on the way refuses it"));
    }

    private static String reply(Failure failure) {
        return "to " + failure.cell().mode() + " " + Evidence.of(failure.record()) + ", " + Evidence.who(failure);
    }

    /** The control port is somewhere else than the data ports: behind a load balancer, say. */
    private static Optional<Finding> onlyAdvertisedAddressWorks(Failure failure) {
        if (!atPorts(failure)) {
            return Optional.empty();
        }
        return Seen.check(failure.fellows(), Check.Kind.ADVERTISED_ADDRESS)
                .filter(check -> check.outcome() == CONNECTED)
                .map(check -> Finding.certain(
                        CauseKind.PASSIVE_PORTS_NOT_FORWARDED,
                        ports(failure) + "; at the address that the 227 names instead, " + Evidence.of(check),
                        FORWARD_PORTS
                                + " Until then only clients work that believe the 227, and none that uses EPSV."));
    }

    private static Optional<Finding> notForwarded(Failure failure) {
        if (!atPorts(failure) || !failure.endedIn(REFUSED) || foreign(failure).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(FirewallHelper.suspect(
                failure,
                Finding.likely(
                                CauseKind.PASSIVE_PORTS_NOT_FORWARDED,
                                ports(failure) + translated(failure),
                                FORWARD_PORTS,
                                "the same on the inside of the router: if it works there, the router is the reason")
                        .or(CauseKind.PASSIVE_PORTS_REFUSED, "a refusal does not say who refuses", OPEN_PORTS)));
    }

    private static Optional<Finding> refused(Failure failure) {
        if (!atPorts(failure) || !failure.endedIn(REFUSED)) {
            return Optional.empty();
        }
        return Optional.of(FirewallHelper.suspect(
                failure,
                Finding.likely(
                        CauseKind.PASSIVE_PORTS_REFUSED,
                        ports(failure)
                                + "; a refusal does not say whether nobody listens there or a machine on the way "
                                + "answers for the server",
                        OPEN_PORTS
                                + " If the server is behind a router or in a container, let them forward these ports, "
                                + "too.",
                        "the same on the server itself: if it works there, a machine on the way answers (Ephemeral FTP "
                                + "listens on all of its ports with --keep-listening)")));
    }

    private static Optional<Finding> dropped(Failure failure) {
        if (!atPorts(failure) || !failure.endedIn(TIMED_OUT)) {
            return Optional.empty();
        }
        Finding dropped = Finding.certain(CauseKind.PASSIVE_PORTS_DROPPED, ports(failure), OPEN_PORTS);
        if (foreign(failure).isPresent()) {
            dropped = dropped.or(
                            CauseKind.PASSIVE_PORTS_NOT_FORWARDED,
                            "there is a router in between" + translated(failure),
                            FORWARD_PORTS)
                    .andThen("the same on the inside of the router: if it works there, the router is the reason");
        }
        return Optional.of(FirewallHelper.suspect(failure, dropped));
    }

    private static Optional<Finding> prohibited(Failure failure) {
        if (!atPorts(failure) || !failure.endedIn(PROHIBITED, UNREACHABLE)) {
            return Optional.empty();
        }
        return Optional.of(FirewallHelper.suspect(
                failure, Finding.certain(CauseKind.PASSIVE_PORTS_PROHIBITED, ports(failure), OPEN_PORTS)));
    }

    private static boolean atPorts(Failure failure) {
        return failure.passive() && failure.at(Phase.DATA_CONNECT);
    }

    /** What came of all connects over this family that ended as this one did. */
    private static String ports(Failure failure) {
        Connects alike = failure.seen()
                .connects(failure.cell().family())
                .with(failure.record().outcome());
        return "the control connection works; " + Evidence.of(alike) + Evidence.serversView(failure.fellows());
    }

    private static Optional<Endpoint> foreign(Failure failure) {
        return failure.seen().foreignAddress(failure.cell());
    }

    private static String translated(Failure failure) {
        return foreign(failure)
                .map(said -> "; the 227 names " + said.host() + " and the control connection goes to "
                        + failure.seen().serverHost(failure.cell()) + ", so addresses are translated on the way")
                .orElse("");
    }
}
