package org.ephemeralftp.server.control;

import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What OPTS (RFC 2389, section 4) and SITE LEASE have selected in one session. For its commands, which run one after the
 * other.
 */
final class SessionOptions {
    private Set<MlsdLine.Fact> facts = MlsdLine.UNASKED;
    private HashAlgorithm hash = HashAlgorithm.SHA_256;
    private @Nullable Integer port;

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

    /** The next data port that the client is told shall be this one. */
    void choosePort(int chosen) {
        port = chosen;
    }

    /** The port that was chosen, once; null if none was. */
    @Nullable
    Integer takePort() {
        Integer chosen = port;
        port = null;
        return chosen;
    }

    /** As if nothing had ever been selected. */
    void reset() {
        facts = MlsdLine.UNASKED;
        hash = HashAlgorithm.SHA_256;
        port = null;
    }
}
