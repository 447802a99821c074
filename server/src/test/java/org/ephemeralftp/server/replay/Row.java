package org.ephemeralftp.server.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an RFC asks of a server, and the dialogue that shows it.
 *
 * @param id unique among all rows
 * @param source the document and its section
 * @param sentence what must hold, in our own words
 * @param defect what the stock server is known to do instead; null if nothing is known
 */
record Row(
        String file,
        String id,
        String source,
        String sentence,
        @Nullable String defect,
        List<Step> steps) {
    boolean needsIpv6() {
        return steps.stream().anyMatch(step -> step.argument().equals("IPv6"));
    }

    @Override
    public String toString() {
        return id + " (" + source + ")";
    }
}
