package org.ephemeralftp.client.cli;

import java.util.function.Function;

/** In which form a probe's result is printed. */
enum ProbeFormat {
    /** For people. */
    TEXT(result -> ""),
    /** For programs. */
    JSON(result -> ProbeJson.of(result) + "\n"),
    /** For CI systems: a test case for each cell. */
    JUNIT(ProbeJUnit::of),
    /** For test harnesses: Test Anything Protocol, version 14. */
    TAP(ProbeTap::of);

    private final Function<ProbeResult, String> document;

    ProbeFormat(Function<ProbeResult, String> document) {
        this.document = document;
    }

    /** The whole of it; empty for text, which is printed part by part. */
    String document(ProbeResult result) {
        return document.apply(result);
    }
}
