package org.ephemeralftp.docker.lab;

import java.util.Optional;

import org.ephemeralftp.docker.lab.CellEvidence.RuleVerdict;

/**
 * A rule, or a chain's policy, with its counter as it was at a time.
 *
 * @param id tells it from all others of its host
 * @param chain with its table: {@code inet filter input}
 * @param text without its counter
 * @param ofTheLab whether it is not the user's
 * @param kinds how many of the packets are of which kind, where that could be counted
 */
record CountedRule(
        LabHost host,
        String id,
        String chain,
        String text,
        RuleVerdict verdict,
        Effect effect,
        boolean ofTheLab,
        long packets,
        Optional<Kinds> kinds) {
    /** What it counted since then; it was the same rule. */
    CountedRule since(CountedRule before) {
        return new CountedRule(
                host,
                id,
                chain,
                text,
                verdict,
                effect,
                ofTheLab,
                packets - before.packets,
                kinds.map(each -> before.kinds.map(each::minus).orElse(each)));
    }

    /**
     * Kinds of packets that matter differently to different phases of a session.
     *
     * @param opening that open a connection of TCP: the SYN and the answer to it
     * @param icmpv6 of ICMPv6, without which there is no neighbour discovery (RFC 4861)
     * @param closing that end a connection of TCP: FIN or RST
     */
    record Kinds(long opening, long icmpv6, long closing) {
        Kinds minus(Kinds other) {
            return new Kinds(opening - other.opening, icmpv6 - other.icmpv6, closing - other.closing);
        }
    }

    /** What a rule can do to a connection that makes it fail. */
    enum Effect {
        /** Nothing. */
        NONE,
        /** It drops, rejects or alters packets. */
        HINDERS,
        /** It translates addresses or ports. */
        TRANSLATES
    }

    /** What a rule does with a packet that it counts. */
    record Meaning(RuleVerdict verdict, Effect effect) {
        static final Meaning ACCEPT = new Meaning(RuleVerdict.ACCEPT, Effect.NONE);
        static final Meaning DROP = new Meaning(RuleVerdict.DROP, Effect.HINDERS);
        static final Meaning REJECT = new Meaning(RuleVerdict.REJECT, Effect.HINDERS);
        static final Meaning TRANSLATE = new Meaning(RuleVerdict.ACCEPT, Effect.TRANSLATES);
        static final Meaning ALTER = new Meaning(RuleVerdict.OTHER, Effect.HINDERS);
        static final Meaning OTHER = new Meaning(RuleVerdict.OTHER, Effect.NONE);
    }
}
