package org.ephemeralftp.docker.lab;

import java.util.List;

import org.ephemeralftp.client.probe.Cell;

/**
 * What the firewalls did during one cell of a probe.
 *
 * @param rules those that counted packets meanwhile
 * @param conntrack the entries of the control connection and the data connections, and those that a helper expected, as
 *     the kernels of the hosts list them when the cell ends; none for what was dropped before it was known
 */
public record CellEvidence(Cell cell, List<RuleCount> rules, List<ConntrackEntry> conntrack) {
    public CellEvidence {
        rules = List.copyOf(rules);
        conntrack = List.copyOf(conntrack);
    }

    /** What a rule does with a packet, as far as it decides. */
    public enum RuleVerdict {
        /** It lets it pass, or translates its addresses. */
        ACCEPT,
        /** It drops it, and so does a chain's policy. */
        DROP,
        /** It drops it and says so. */
        REJECT,
        /** Anything else: it only counts, marks, jumps or assigns a helper. */
        OTHER
    }

    /**
     * A rule, or a chain's policy, and how often it was met.
     *
     * @param chain with its table: {@code inet filter input}
     * @param text as it is listed, without its counter; {@code policy drop} for a policy
     * @param packets during this cell
     */
    public record RuleCount(LabHost host, String chain, String text, RuleVerdict verdict, long packets) {}

    /**
     * An entry of the connection tracking of a host.
     *
     * @param text as {@code conntrack -L} lists it
     */
    public record ConntrackEntry(LabHost host, String text) {}
}
