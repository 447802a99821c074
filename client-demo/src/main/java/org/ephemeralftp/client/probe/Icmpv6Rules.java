package org.ephemeralftp.client.probe;

import static org.ephemeralftp.client.connection.ConnectionOutcome.TIMED_OUT;
import static org.ephemeralftp.client.connection.ConnectionOutcome.UNREACHABLE;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.ephemeralftp.client.connection.AddressFamily;

/**
 * The rules for a server that is reached over IPv4 and not over IPv6, where a firewall may drop ICMPv6: with it goes
 * neighbor discovery (RFC 4861), without which no packet finds the last host on its way (RFC 4890, section 4.4).
 */
final class Icmpv6Rules {
    static final List<Rule> ALL = List.of(Icmpv6Rules::notResolved, Icmpv6Rules::silent);

    /**
     * A router that lacks the way says so at once. One that cannot resolve the last address does after three solicitations,
     * a second apart (RFC 4861, sections 7.2.2 and 10).
     */
    private static final Duration RESOLVING = Duration.ofSeconds(2);

    private static final String ACCEPT =
            "Accept ICMPv6 in the firewalls of the server, of this machine and of the routers on the way (in nftables: meta "
                    + "l4proto ipv6-icmp accept), at least neighbor discovery and what reports errors (RFC 4890).";
    private static final String NEIGHBORS =
            "ip -6 neighbor on the server, its router and this machine meanwhile: FAILED or INCOMPLETE says that ICMPv6 is "
                    + "blocked, or that there is no such host";

    private Icmpv6Rules() {}

    private static Optional<Finding> notResolved(Failure failure) {
        boolean late = failure.record().took().compareTo(RESOLVING) >= 0;
        if (!onlyIpv4Connects(failure) || !failure.endedIn(UNREACHABLE) || !late) {
            return Optional.empty();
        }
        return Optional.of(Finding.likely(
                        CauseKind.ICMPV6_BLOCKED,
                        ControlRules.seen(failure)
                                + "; over IPv4 the server is there, and a report that comes this late says "
                                + "that a neighbor was asked for its address in vain",
                        ACCEPT,
                        NEIGHBORS)
                .or(
                        CauseKind.CONTROL_UNREACHABLE,
                        "the server may have another IPv6 address, or none",
                        "Check the server's IPv6 address, and the name's AAAA record."));
    }

    private static Optional<Finding> silent(Failure failure) {
        if (!onlyIpv4Connects(failure) || !failure.endedIn(TIMED_OUT)) {
            return Optional.empty();
        }
        return ControlRules.dropped(failure)
                .map(dropped -> dropped.or(
                                CauseKind.ICMPV6_BLOCKED,
                                "over IPv4 the server is there: without neighbor discovery, which is ICMPv6, it would look the "
                                        + "same where the wait is shorter than the router's",
                                ACCEPT)
                        .andThen(
                                "the same with --timeout 10: a host that is not found is reported after some seconds; or "
                                        + NEIGHBORS));
    }

    private static boolean onlyIpv4Connects(Failure failure) {
        return failure.at(Phase.CONTROL_CONNECT)
                && failure.cell().family() == AddressFamily.IPV6
                && failure.seen().over(AddressFamily.IPV4).stream().anyMatch(Icmpv6Rules::connects)
                && failure.seen().over(AddressFamily.IPV6).stream().noneMatch(Icmpv6Rules::connects);
    }

    private static boolean connects(CellResult result) {
        return Seen.reached(result, Phase.GREETING);
    }
}
