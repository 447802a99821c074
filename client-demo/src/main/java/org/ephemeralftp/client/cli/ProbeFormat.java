package org.ephemeralftp.client.cli;

/** In which form a probe's result is printed. */
enum ProbeFormat {
    /** For people. */
    TEXT,
    /** For programs. */
    JSON,
    /** For CI systems: a test case for each cell. */
    JUNIT,
    /** For test harnesses: Test Anything Protocol, version 14. */
    TAP;

    /** The whole of it; text is printed by {@link ProbePrinter}, part by part. */
    String document(ProbeResult result) {
        return switch (this) {
            case TEXT -> "";
            case JSON -> ProbeJson.of(result) + "\n";
            case JUNIT -> ProbeJUnit.of(result);
            case TAP -> ProbeTap.of(result);
        };
    }
}
