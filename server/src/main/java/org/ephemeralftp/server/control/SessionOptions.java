package org.ephemeralftp.server.control;

import java.util.Collections;
import java.util.Set;

/** What OPTS has selected in one session (RFC 2389, section 4). For its commands, which run one after the other. */
final class SessionOptions {
    private Set<MlsdLine.Fact> facts = MlsdLine.UNASKED;
    private HashAlgorithm hash = HashAlgorithm.SHA_256;

    /** The facts that MLST and MLSD tell, in their order. */
    Set<MlsdLine.Fact> facts() {
        return facts;
    }

    void facts(Set<MlsdLine.Fact> selected) {
        facts = Collections.unmodifiableSet(selected);
    }

    /** What HASH calculates. */
    HashAlgorithm hash() {
        return hash;
    }

    void hash(HashAlgorithm selected) {
        hash = selected;
    }

    /** As if OPTS had never been said. */
    void reset() {
        facts = MlsdLine.UNASKED;
        hash = HashAlgorithm.SHA_256;
    }
}
