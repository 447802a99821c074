package org.ephemeralftp.client.probe;

import static org.ephemeralftp.client.connection.ConnectionOutcome.TIMED_OUT;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.ephemeralftp.client.connection.Endpoint;

/** The rules for connections of the server to the client that do not come to be. */
final class ActiveRules {
    static final List<Rule> ALL = List.of(ActiveRules::behindNat, ActiveRules::refusedByServer, ActiveRules::blocked);

    static final String LET_IN =
            "Let the server's connections in at the client: new TCP connections from the server's address to the ports that "
                    + "the client's programs listen on. That is much to open, so use passive mode if you can.";

    static final String ALLOW =
            "Allow active mode in the server's configuration, for this client's network, or use passive mode.";
    private static final String CAPTURE =
            "the same with a capture of packets at the client: if the server's SYN arrives, the "
                    + "client's side drops it, else the server's side does; the server's log tells, too";

    /**
     * How servers say that the address is not the one they see: ours ("go only to the address of your control
     * connection"), vsftpd and ProFTPD ("Illegal PORT command"), Pure-FTPd ("only to"), pyftpdlib ("foreign address").
     */
    private static final Pattern OTHER_ADDRESS = Pattern.compile(
            "illegal (ep|po)rt|foreign|only to|address of your|(own|other|another|different|invalid) (ip|host|address)"
                    + "|bounce|mismatch",
            Pattern.CASE_INSENSITIVE);

    private ActiveRules() {}

    /** Whether it failed for want of a connection: PORT was refused, none came, or the server says that it got none. */
    static boolean notConnected(Failure failure) {
        if (TransferRules.afterConnect(failure)) {
            return false;
        }
        boolean refused = failure.at(Phase.DATA_SETUP) && failure.refused();
        boolean none =
                (failure.at(Phase.DATA_CONNECT) || failure.at(Phase.TRANSFER_START)) && failure.endedIn(TIMED_OUT);
        boolean said = failure.record().phase().compareTo(Phase.DATA_CONNECT) >= 0 && failure.replied(425);
        return refused || none || said;
    }

    /** What the client told and what came of it. */
    static String seen(Failure failure) {
        String told = failure.said()
                .map(said -> "the client listened and told " + said + "; ")
                .orElse("");
        return told + Evidence.of(failure.record()) + ", " + Evidence.who(failure)
                + Evidence.serversView(failure.fellows());
    }

    private static Optional<Finding> behindNat(Failure failure) {
        if (failure.passive() || !notConnected(failure)) {
            return Optional.empty();
        }
        boolean serverSaysSo = failure.at(Phase.DATA_SETUP)
                && failure.replied(500, 501)
                && OTHER_ADDRESS.matcher(failure.record().text()).find();
        boolean inside = toldInsideAddress(failure);
        if (!serverSaysSo && !inside) {
            return Optional.empty();
        }
        String why = inside
                ? "; that is an inside address, and the server's is not"
                : "; the server sees another address than the client has, so it is translated on the way";
        Finding nat = new Finding(
                List.of(new Cause(
                        CauseKind.CLIENT_BEHIND_NAT,
                        seen(failure) + why,
                        "Use passive mode. Else the router that translates the address must have an FTP helper, which works "
                                + "in clear only, for control port "
                                + failure.seen().server().port() + ".")),
                serverSaysSo && inside ? "" : CAPTURE);
        if (failure.at(Phase.DATA_SETUP)) {
            return Optional.of(
                    nat.nextRun().isEmpty()
                            ? nat
                            : nat.or(
                                    CauseKind.ACTIVE_REFUSED_BY_SERVER,
                                    "the server's reply may mean that, too",
                                    ALLOW));
        }
        return Optional.of(nat.or(CauseKind.ACTIVE_BLOCKED, "no connection came", LET_IN));
    }

    private static Optional<Finding> refusedByServer(Failure failure) {
        if (failure.passive() || !failure.at(Phase.DATA_SETUP) || !failure.refused()) {
            return Optional.empty();
        }
        return Optional.of(Finding.likely(
                        CauseKind.ACTIVE_REFUSED_BY_SERVER,
                        seen(failure),
                        ALLOW,
                        "the same on the server itself: if it is taken there, the client's address is translated on the way, "
                                + "or a device on the way answers")
                .or(
                        CauseKind.CLIENT_BEHIND_NAT,
                        "servers refuse addresses other than those they see",
                        "Use passive mode."));
    }

    private static Optional<Finding> blocked(Failure failure) {
        if (failure.passive() || !notConnected(failure)) {
            return Optional.empty();
        }
        String passive = Evidence.butWorks(failure.seen()
                .working(cell ->
                        cell.family() == failure.cell().family() && cell.mode().passive()));
        Finding blocked = Finding.likely(
                CauseKind.ACTIVE_BLOCKED,
                seen(failure) + passive,
                LET_IN
                        + " If the client's side lets it in, open the outgoing connections of the server in its own firewall "
                        + "(with Ephemeral FTP from --active-ports).",
                CAPTURE);
        return Optional.of(FirewallHelper.suspect(failure, blocked)
                .or(
                        CauseKind.SOURCE_PORT_RULE,
                        "rules of old let data connections in by their source port, 20 (RFC 959, section 5.2)",
                        "Let the server connect from port 20 (with Ephemeral FTP: --active-ports 20).")
                .andThen("the same with a server that connects from port 20"));
    }

    private static boolean toldInsideAddress(Failure failure) {
        Optional<InetAddress> server =
                failure.seen().serverAddress(failure.cell().family());
        return failure.said().map(Endpoint::address).filter(InsideAddress::is).isPresent()
                && server.isPresent()
                && !InsideAddress.is(server.get());
    }
}
