package org.ephemeralftp.client.report;

/** In which form a probe's result is printed. */
public enum ProbeFormat {
    /** For people. */
    TEXT,
    /** For programs. */
    JSON,
    /** For CI systems: a test case for each cell. */
    JUNIT,
    /** For test harnesses: Test Anything Protocol, version 14. */
    TAP;

    /** The whole of it; text is printed by {@link ProbePrinter}, part by part. */
    public String document(ProbeResult result) {
        return switch (this) {
            case TEXT -> "";
            case JSON -> Json.text(ProbeJson.of(result)) + "\n";
            case JUNIT -> ProbeJUnit.of(result, More.NONE);
            case TAP -> ProbeTap.of(result, More.NONE);
        };
    }
}
