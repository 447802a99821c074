package org.ephemeralftp.docker.lab;

import org.ephemeralftp.docker.lab.CellEvidence.RuleVerdict;

/**
 * A rule, or a chain's policy, with its counter as it was at a time.
 *
 * @param id tells it from all others of its host
 * @param chain with its table: {@code inet filter input}
 * @param text without its counter
 * @param ofTheLab whether it is not the user's
 */
record CountedRule(
        LabHost host,
        String id,
        String chain,
        String text,
        RuleVerdict verdict,
        Effect effect,
        boolean ofTheLab,
        long packets) {
    /** The same with another count. */
    CountedRule with(long packets) {
        return new CountedRule(host, id, chain, text, verdict, effect, ofTheLab, packets);
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
