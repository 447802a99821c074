package org.ephemeralftp.server.replay;

import java.util.List;

/**
 * Where a server does not do what a row asks.
 *
 * @param what the answer that was not expected, or that no answer came
 * @param transcript the dialogue so far
 */
record Difference(Row row, Step step, String what, List<String> transcript) {
    /** Everything that helps to understand it, in lines. */
    String explained() {
        return row + "\n  " + row.sentence() + "\n  " + row.file() + " line " + step.line() + ": " + step + "\n  "
                + what + "\n    " + String.join("\n    ", transcript);
    }
}
