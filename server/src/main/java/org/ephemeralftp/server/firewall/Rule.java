package org.ephemeralftp.server.firewall;

import java.util.List;

/**
 * A rule of a packet filter.
 *
 * @param why why it is there
 * @param match what it is about
 * @param action what becomes of that
 */
record Rule(String why, Match match, Action action) {
    /** What a packet has to be. */
    sealed interface Match {}

    /** What takes no more words. */
    enum Kind implements Match {
        ANYTHING,
        LOOPBACK,
        ESTABLISHED,
        ICMP,
        SSH,
        DHCPV6
    }

    /** Packets to addresses of the server, or from them, all of one family. */
    record Peer(boolean toServer, Family family, List<String> addresses) implements Match {}

    /** The first packets of connections. */
    record Opening(Flow flow) implements Match {}

    /** Packets to the control port, at addresses of one family. */
    record Control(int port, Family family, List<String> addresses) implements Match {}

    /** Packets to the control port, at any address of this host. */
    record LocalControl(int port) implements Match {}

    /** What becomes of a packet. */
    sealed interface Action {}

    /** What takes no more words. */
    enum Verdict implements Action {
        ACCEPT,
        DROP,
        ASSIGN_HELPER,
        /** Nothing yet: the rule is printed as a comment, for whoever reads it to decide. */
        SUGGEST
    }

    /** The rules of another chain decide. */
    record Jump(String chain) implements Action {}
}
