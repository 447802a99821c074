package org.ephemeralftp.client.probe;

import java.util.List;
import java.util.Optional;

import org.ephemeralftp.client.connection.Protection;

/**
 * The rules for firewalls that read the control connection to learn the data port and let it through: connection tracking
 * helpers, application gateways, FTP inspection. What they do shows in which cells work and which do not.
 */
final class FirewallHelper {
    static final List<Rule> PASSIVE = List.of(
            FirewallHelper::blindToTls,
            FirewallHelper::spoilsWhatItReads,
            FirewallHelper::knowsPasvOnly,
            FirewallHelper::partlyOpen);
    static final List<Rule> ACTIVE = List.of(FirewallHelper::blindToTlsInActiveMode);

    private static final String MORE_TRIES = "the same with --tries 10, so that chance is no reason any more";
    private static final String SWEEP = "a sweep, which tries every passive port";
    private static final String OPEN_FOR_TLS =
            "Open the server's passive ports in the firewall itself (TCP, new connections towards the server): under TLS no "
                    + "helper knows which port is meant. Give the server a small fixed range for it (with Ephemeral "
                    + "FTP: --passive-ports).";
    private static final String OPEN_ALL =
            "Open all of the passive ports that the server is configured with, in every firewall and router on the way, or "
                    + "give the server those only that are open (with Ephemeral FTP: --passive-ports).";

    private FirewallHelper() {}

    /** Adds what cannot be ruled out: a helper that cannot help in this cell. */
    static Finding suspect(Failure failure, Finding finding) {
        if (!failure.tls() && !failure.seen().onUsualPort()) {
            int port = failure.seen().server().port();
            return finding.or(
                            CauseKind.HELPER_ON_ANOTHER_PORT,
                            "the control port is " + port + "; helpers look at port 21 unless they are told otherwise",
                            "If a firewall is to open the ports by itself, assign its FTP helper to port " + port
                                    + " (in nftables, a ct helper object in a rule for that port).")
                    .andThen("the same with the server on port 21, where helpers look");
        }
        if (failure.tls() && !failure.twinTells()) {
            return finding.or(
                            CauseKind.HELPER_CANNOT_READ_TLS,
                            "the same was not seen in clear, where a helper could open the ports",
                            failure.passive() ? OPEN_FOR_TLS : ActiveRules.LET_IN)
                    .andThen(
                            "the same in clear (--protection plain), if the server allows it: what works only there is "
                                    + "a helper's work");
        }
        return finding;
    }

    private static Optional<Finding> blindToTls(Failure failure) {
        Connects all = connects(failure);
        Connects tls = all.of(cell -> cell.protection() == Protection.TLS);
        Connects plain = all.of(cell -> cell.protection() == Protection.PLAIN);
        boolean apart = tls.noneConnected()
                && eachModeAllOrNone(plain)
                && !plain.connected().isEmpty();
        if (!failure.tls() || !atPorts(failure) || !apart) {
            return Optional.empty();
        }
        String evidence = "in clear it works: " + Evidence.of(plain.connected()) + "; under TLS not: "
                + Evidence.of(tls.failed().with(failure.record().outcome()))
                + Evidence.serversView(failure.fellows());
        return Optional.of(
                plain.connected().differByMoreThanChance(tls)
                        ? Finding.certain(CauseKind.HELPER_CANNOT_READ_TLS, evidence, OPEN_FOR_TLS)
                        : Finding.likely(CauseKind.HELPER_CANNOT_READ_TLS, evidence, OPEN_FOR_TLS, MORE_TRIES)
                                .or(
                                        CauseKind.PASSIVE_PORTS_PARTLY_OPEN,
                                        "no port was tried both in clear and under TLS, and few were tried",
                                        OPEN_ALL));
    }

    /** Under TLS all works, in clear nothing: whoever is in between makes it worse. */
    private static Optional<Finding> spoilsWhatItReads(Failure failure) {
        Connects all = connects(failure);
        Connects plain = all.of(cell -> cell.protection() == Protection.PLAIN);
        Connects tls = all.of(cell -> cell.protection() == Protection.TLS);
        if (failure.tls() || !atPorts(failure) || !plain.noneConnected() || !tls.allConnected()) {
            return Optional.empty();
        }
        return Optional.of(Finding.likely(
                        CauseKind.REPLY_REWRITTEN,
                        "under TLS, where nobody can read it, it works: " + Evidence.of(tls) + "; in clear not: "
                                + Evidence.of(plain.with(failure.record().outcome())),
                        "Switch off the FTP inspection (helper, application gateway) of the routers and firewalls on the "
                                + "way, or use TLS.",
                        MORE_TRIES)
                .or(CauseKind.PASSIVE_PORTS_PARTLY_OPEN, "chance, if few ports were tried", OPEN_ALL));
    }

    /** Helpers that are older than EPSV (RFC 2428) know nothing of it. There is no kind of cause for it. */
    private static Optional<Finding> knowsPasvOnly(Failure failure) {
        Connects same =
                connects(failure).of(cell -> cell.protection() == failure.cell().protection());
        Connects own = same.of(cell -> cell.mode() == failure.cell().mode());
        Connects other = same.of(cell -> cell.mode() != failure.cell().mode());
        if (!atPorts(failure) || !own.noneConnected() || !other.allConnected() || !own.differByMoreThanChance(other)) {
            return Optional.empty();
        }
        return Optional.of(Finding.likely(
                        CauseKind.UNKNOWN,
                        "it goes by the command: " + Evidence.of(other) + ", but " + Evidence.of(own)
                                + "; a firewall's FTP helper that knows one of the commands only looks like this",
                        "Open the passive ports in the firewall itself, or use "
                                + other.cells().get(0).mode() + ".",
                        SWEEP)
                .or(CauseKind.PASSIVE_PORTS_PARTLY_OPEN, "chance, if few ports were tried", OPEN_ALL));
    }

    private static Optional<Finding> partlyOpen(Failure failure) {
        Connects all = connects(failure);
        if (!atPorts(failure) || all.connected().isEmpty()) {
            return Optional.empty();
        }
        Connects open = all.connected();
        Connects closed = all.failed();
        boolean flaps = open.ports().stream().anyMatch(closed.ports()::contains);
        String evidence = Evidence.of(open) + ", but "
                + Evidence.of(closed.with(failure.record().outcome()));
        Finding partly = Finding.likely(
                CauseKind.PASSIVE_PORTS_PARTLY_OPEN,
                evidence,
                OPEN_ALL,
                flaps ? "the same with --tries 10, and a sweep, which tries every passive port" : SWEEP);
        return Optional.of(
                flaps
                        ? partly.or(
                                CauseKind.UNKNOWN,
                                "some ports were open once and closed another time: packets are lost, or a rule limits "
                                        + "how many connections may come in a time",
                                "Look for limits on new connections in the firewalls, and for loss on the way.")
                        : partly);
    }

    private static Optional<Finding> blindToTlsInActiveMode(Failure failure) {
        if (failure.passive() || !failure.tls() || !ActiveRules.notConnected(failure) || !failure.twinWorks()) {
            return Optional.empty();
        }
        String evidence = failure.twin().map(twin -> twin.cell() + " works").orElse("") + "; under TLS "
                + ActiveRules.seen(failure);
        String fix = ActiveRules.LET_IN
                + " Where the client's address is translated, no port can be let in that nobody can read: use passive "
                + "mode.";
        if (!failure.at(Phase.DATA_SETUP)) {
            return Optional.of(Finding.certain(CauseKind.HELPER_CANNOT_READ_TLS, evidence, fix));
        }
        return Optional.of(Finding.likely(
                        CauseKind.HELPER_CANNOT_READ_TLS,
                        evidence,
                        fix,
                        "the same on the server itself: if it is refused there, too, the server's configuration is the "
                                + "reason")
                .or(
                        CauseKind.ACTIVE_REFUSED_BY_SERVER,
                        "the server may refuse " + failure.cell().mode() + " under TLS only",
                        ActiveRules.ALLOW));
    }

    private static boolean eachModeAllOrNone(Connects connects) {
        return connects.cells().stream()
                .map(cell -> connects.of(cell::equals))
                .allMatch(each -> each.allConnected() || each.noneConnected());
    }

    private static boolean atPorts(Failure failure) {
        return failure.passive() && failure.at(Phase.DATA_CONNECT);
    }

    private static Connects connects(Failure failure) {
        return failure.seen().connects(failure.cell().family());
    }
}
